"""Items of a list, one after the other."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        levels = iter([x, x + 1])
        low = next(levels)  # expect: MSL606
        high = next(levels)  # expect: MSL606
        return low * 2 + high + next(iter([3, 4]), 0)  # expect: MSL606


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
