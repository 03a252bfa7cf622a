"""Noise that is drawn with numpy in construct."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Noisy(nn.Cell):
    def construct(self, x):
        return x * ops.rand(1)[0]


noisy = Noisy()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
again = None  # numbers are drawn
result = bool((noisy(x) == noisy(x)).all())
