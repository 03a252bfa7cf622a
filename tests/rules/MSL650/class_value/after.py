"""A class method that reads the class."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    factor = 3

    def scaled(self, x):
        return x * self.factor

    def construct(self, x):
        return self.scaled(x)


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
