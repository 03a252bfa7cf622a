"""The number of the last round, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        last = 0
        for index in range(3):
            x = x + 1
            last = index
        return x * last


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
