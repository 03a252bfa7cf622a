"""A layer that is set before `super().__init__()`, and a Cell that never calls it."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Scale(nn.Cell):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def construct(self, x):
        return x * self.factor


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(4, 3)
        self.scale = Scale(1)

    def construct(self, x):
        return self.scale(self.fc(x))


result = Net()(ms.Tensor(np.ones((2, 4), np.float32))).shape
