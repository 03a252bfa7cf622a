"""First the base class. A number may come before; a class without `__init__` of its own needs nothing."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Scale(nn.Cell):
    def __init__(self, factor):
        self.factor = factor
        super(Scale, self).__init__()

    def construct(self, x):
        return x * self.factor


class Same(Scale):
    def __init__(self):
        Scale.__init__(self, 1)


class Identity(nn.Cell):
    def construct(self, x):
        return x


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(4, 3)
        self.scale = Same()
        self.identity = Identity()

    def construct(self, x):
        return self.identity(self.scale(self.fc(x)))


result = Net()(ms.Tensor(np.ones((2, 4), np.float32))).shape
