"""A block that makes a new tensor."""

import numpy as np
from mindspore import Tensor, nn


class Block(nn.Cell):
    def construct(self, x):
        x = x * 3
        return x


class Last(nn.Cell):
    def construct(self, x):
        x += 1
        return x


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.block = Block()
        self.last = Last()

    def construct(self, x):
        y = x + 1
        y = self.block(y) + y
        return self.last(y) - 1


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
