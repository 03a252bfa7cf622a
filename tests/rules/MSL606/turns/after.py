"""Items of a list, one after the other."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        levels = [x, x + 1]
        low = levels[0]
        high = levels[1]
        return low * 2 + high + [3, 4][0]


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
