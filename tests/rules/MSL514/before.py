"""Chosen rows are changed, and the rest is needed unchanged."""

import numpy as np
from mindspore import Tensor


def split(x):
    rows = x[x[:, 0] > 2]
    rows[:, 1] = 0  # expect: MSL514
    pair = x[[0, 2]]
    pair[0] += 5  # expect: MSL514
    return x, rows, pair


result = split(Tensor(np.arange(8, dtype=np.float32).reshape(4, 2)))
