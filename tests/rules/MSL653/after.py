"""A number that is an argument."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = 2

    def construct(self, x, scale):
        return x * scale * self.scale


net = Net()
net.scale = 1
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x, ms.Tensor(1.0)), net(x, ms.Tensor(50.0))
