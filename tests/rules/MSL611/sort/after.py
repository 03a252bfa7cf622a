"""Sizes that are sorted in place, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        sizes = sorted([3, 1, 2])
        return x * sizes[0]


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
