"""A mask that is written into a copy."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Masked(nn.Cell):
    def construct(self, x):
        x = x * 1
        x[0] = 0
        return x * 2, x


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Masked()(x)
