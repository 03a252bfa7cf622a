"""A Cell whose methods call it by another name."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = 3.0

    def construct(self, x):
        return x * self.scale


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
