"""Attributes that hold what one call needs."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Scale(nn.Cell):
    def __init__(self):
        super().__init__()
        self.factor = 1
        self.doubles = True
        self.bonus = 0

    def construct(self, x):
        self.factor = 5  # expect: MSL640
        if self.doubles:
            self.bonus = 4
        self.parts = [x, x * self.factor]  # expect: MSL640
        return self.parts[0] * self.parts[1] * self.bonus


class Steps(nn.Cell):
    def __init__(self):
        super().__init__()
        self.hidden = ms.Tensor(0.0)

    def prepare(self, x):
        self.hidden = x * 2  # expect: MSL640
        self.hidden = self.hidden * x  # expect: MSL640

    def construct(self, x):
        self.prepare(x)
        return x + self.hidden


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
nets = Scale(), Steps()
result = [(net(x), ms.grad(net)(x)) for net in nets]
