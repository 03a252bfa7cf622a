"""Sizes that are sorted in place."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        sizes = [3, 1, 2]
        sizes = sorted(sizes)
        return x * sizes[0]


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
