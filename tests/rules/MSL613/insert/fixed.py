"""Strides with one more in front."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        strides = [4, 8, 16]
        strides = [2] + strides
        return x * strides[0] + strides[1]


net = Net()
first = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
result = first, net(ms.Tensor(np.array([3.0, -4.0], np.float32)))
