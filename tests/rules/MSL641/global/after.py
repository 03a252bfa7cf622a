"""A global dictionary that counts calls, around the Cell."""

import mindspore as ms
import numpy as np
from mindspore import nn


COUNTS = {"calls": 0}


class Counted(nn.Cell):
    def construct(self, x):
        return x + 1


def call(cell, x):
    COUNTS["calls"] = COUNTS["calls"] + 1
    return cell(x)


counted = Counted()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
later = ms.Tensor(np.array([3.0, -4.0], np.float32))
outputs = call(counted, x), call(counted, later)
result = *outputs, COUNTS["calls"]
