"""Attributes that hold what one call needs."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Scale(nn.Cell):
    def __init__(self):
        super().__init__()
        self.doubles = True

    def construct(self, x):
        factor = 5
        bonus = 0
        if self.doubles:
            bonus = 4
        parts = [x, x * factor]
        return parts[0] * parts[1] * bonus


class Steps(nn.Cell):
    def __init__(self):
        super().__init__()

    def prepare(self, x):
        hidden = x * 2
        hidden = hidden * x
        return hidden

    def construct(self, x):
        hidden = self.prepare(x)
        return x + hidden


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
nets = Scale(), Steps()
result = [(net(x), ms.grad(net)(x)) for net in nets]
