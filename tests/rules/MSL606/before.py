"""The first of some items, taken with next."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        return next(x * scale for scale in (5, 6, 7))  # expect: MSL606


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
