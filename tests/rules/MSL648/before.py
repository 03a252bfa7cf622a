"""A global number that construct counts up."""

import mindspore as ms
import numpy as np
from mindspore import nn


STEPS = 0


class Net(nn.Cell):
    def construct(self, x):
        global STEPS
        STEPS = STEPS + 1  # expect: MSL648
        return x * 2


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
later = ms.Tensor(np.array([3.0, -4.0], np.float32))
outputs = net(x), net(later)
result = *outputs, STEPS
