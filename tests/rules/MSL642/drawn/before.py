"""Numbers that Python and numpy draw."""

import random

import mindspore as ms
import numpy as np
from mindspore import nn


class Noisy(nn.Cell):
    def construct(self, x):
        shift = ms.Tensor(np.random.randn(*x.shape).astype(np.float32))  # expect: MSL642
        scale = random.uniform(0.5, 1.5)  # expect: MSL642
        if random.random() < 0.0:  # expect: MSL642
            return x
        return x * scale + shift * np.random.randint(1, 1000)  # expect: MSL642


noisy = Noisy()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
again = None  # numbers are drawn
result = bool((noisy(x) == noisy(x)).all())
