"""A name that has a value before."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.shifted = True

    def construct(self, x):
        scale = x
        if x.shape[0] == 2:
            scale = x + 1
        if self.shifted:
            bias = 0
        if x.ndim == 1:
            power = 1
        else:
            raise ValueError("one axis only")
        return x * scale**power + bias


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
