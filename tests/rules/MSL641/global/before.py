"""A global dictionary that counts calls."""

import mindspore as ms
import numpy as np
from mindspore import nn


COUNTS = {"calls": 0}


class Counted(nn.Cell):
    def construct(self, x):
        COUNTS["calls"] = COUNTS["calls"] + 1  # expect: MSL641 (no fix)
        return x + 1


counted = Counted()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
later = ms.Tensor(np.array([3.0, -4.0], np.float32))
outputs = counted(x), counted(later)
result = *outputs, COUNTS["calls"]
