"""A function of Python's math on a tensor."""

import math

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):
    def construct(self, x):
        return x * ops.sqrt(x.sum())


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = ms.grad(net)(x)[0] > 0
