"""A Cell within another one is given what differs."""

import numpy as np
from mindspore import Tensor, nn


class Scale(nn.Cell):
    def construct(self, x, factor):
        return x * factor


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = Scale()

    def construct(self, x):
        return self.scale(x, 3.0)


result = Net()(Tensor(np.array([1.0, 2.0], np.float32)))
