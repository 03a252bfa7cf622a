"""A mode that a tensor chooses."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        mode = "up"
        if x.sum() < 0:
            mode = "down"  # expect: MSL620 (no fix)
        if mode == "down":
            return x * 100
        return x


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
