"""A class method that is called on self."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    @classmethod
    def scaled(cls, x, by):
        return x * by

    def construct(self, x):
        return self.scaled(x, 3)  # expect: MSL650


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
