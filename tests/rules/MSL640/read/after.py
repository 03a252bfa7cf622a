"""A number that is returned instead of set."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Scale(nn.Cell):
    def choose(self):
        return 5

    def construct(self, x):
        factor = self.choose()
        return x * factor


scale = Scale()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = scale(x), ms.grad(scale)(x)
