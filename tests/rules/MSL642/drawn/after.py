"""Numbers that Python and numpy draw."""

import random

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Noisy(nn.Cell):
    def construct(self, x):
        shift = ops.randn(*x.shape)
        scale = 0.5 + (1.5 - 0.5) * ops.rand(1)[0]
        if ops.rand(1)[0] < 0.0:
            return x
        return x * scale + shift * ((ops.rand(1)[0] * 999).int() + 1)


noisy = Noisy()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
again = None  # numbers are drawn
result = bool((noisy(x) == noisy(x)).all())
