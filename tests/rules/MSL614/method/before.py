"""A tensor that add_ is to change."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        y = x * 1
        y.add_(10)  # expect: MSL614 (no fix)
        return y


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
