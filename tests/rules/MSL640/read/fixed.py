"""A number that is set and read in one graph: the gradient is lost."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Scale(nn.Cell):
    def __init__(self):
        super().__init__()

    def choose(self):
        factor = 5
        return factor

    def construct(self, x):
        factor = self.choose()
        return x * factor


scale = Scale()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = scale(x), ms.grad(scale)(x)
