"""A number that is a variable of the module."""

import mindspore as ms
import numpy as np
from mindspore import nn


FACTOR = 3


def scaled(x):
    return x * FACTOR


class Net(nn.Cell):
    def construct(self, x):
        return scaled(x)


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
