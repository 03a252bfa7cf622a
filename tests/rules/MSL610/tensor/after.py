"""A tensor that is written to under another name, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        total = x * 1
        total[0] = 50
        return total


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
