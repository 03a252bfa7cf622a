"""A mask that is written into the tensor of the caller."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Masked(nn.Cell):
    def construct(self, x):
        x[0] = 0  # expect: MSL641 (no fix)
        return x * 2


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
output = Masked()(x)
result = output, x
