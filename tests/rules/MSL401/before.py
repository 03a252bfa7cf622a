"""Both divide by n instead of n - 1."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops


class Normalize(nn.Cell):
    def construct(self, x):
        deviation = x.std(1)  # expect: MSL401
        return deviation + ops.var(x, 1)  # expect: MSL401


result = Normalize()(Tensor([[3.0, 1.0, 4.0], [2.0, 5.0, 9.0]], ms.float32))
