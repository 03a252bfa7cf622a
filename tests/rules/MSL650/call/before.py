"""A Cell with a call of its own."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Doubled(nn.Cell):
    def __call__(self, x):
        return super().__call__(x) * 2

    def construct(self, x):
        return x + 1


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.doubled = Doubled()

    def construct(self, x):
        return self.doubled(x)  # expect: MSL650


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
