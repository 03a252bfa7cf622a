"""Tensors that are kept in an object."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Pair:
    def __init__(self, left, right):
        self.left = left
        self.right = right


class Net(nn.Cell):
    def construct(self, x):
        left, right = x, x * 3
        return left * right


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
