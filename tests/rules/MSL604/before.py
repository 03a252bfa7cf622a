"""A check of the shape with an exception of our own."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class ShapeError(Exception):
    """A shape that does not fit."""


class Net(nn.Cell):

    def construct(self, x):
        if x.shape[0] == 3:
            raise ShapeError("three")  # expect: MSL604
        return x + 1


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
