"""A running value that a Cell keeps in a tensor."""

import numpy as np
from mindspore import Parameter, Tensor, nn


class Running(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = Parameter(Tensor([1.0, 1.0]), name="scale")
        self.mean = Tensor(np.zeros(2, np.float32))

    def construct(self, x):
        centered = x * self.scale - self.mean
        self.mean = self.mean * 0.5 + x * 0.5  # expect: MSL640
        return centered


net = Running()
net(Tensor(np.array([1.0, 2.0], np.float32)))
net(Tensor(np.array([3.0, 4.0], np.float32)))
result = net(Tensor(np.array([5.0, 6.0], np.float32))), net.mean
