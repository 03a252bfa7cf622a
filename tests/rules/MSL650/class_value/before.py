"""A class method that reads the class."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    factor = 3

    @classmethod
    def scaled(cls, x):
        return x * cls.factor

    def construct(self, x):
        return self.scaled(x)  # expect: MSL650


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
