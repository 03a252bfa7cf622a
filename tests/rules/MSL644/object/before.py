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
        pair = Pair(x, x * 3)  # expect: MSL644
        return pair.left * pair.right


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
