"""A number that is changed between two calls."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = 1

    def construct(self, x):
        return x * self.scale


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
first = net(x)
net.scale = 50  # expect: MSL653
result = first, net(x)
