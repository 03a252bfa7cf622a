"""The correction is written out."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops


class Normalize(nn.Cell):
    def construct(self, x):
        deviation = x.std(1, ddof=1)
        return deviation + ops.var(x, 1, ddof=1)


result = Normalize()(Tensor([[3.0, 1.0, 4.0], [2.0, 5.0, 9.0]], ms.float32))
