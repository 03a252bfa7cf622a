"""A number that is set and read in one graph: the gradient is lost."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Scale(nn.Cell):
    def __init__(self):
        super().__init__()
        self.factor = 1

    def choose(self):
        self.factor = 5  # expect: MSL640
        return 0

    def construct(self, x):
        self.choose()
        return x * self.factor


scale = Scale()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = scale(x), ms.grad(scale)(x)
