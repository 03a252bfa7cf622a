"""Of a matrix, this is the largest singular value."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops


class Length(nn.Cell):
    def __init__(self, order=2):
        super().__init__()
        self.order = order

    def construct(self, x):
        return ops.norm(x, self.order)  # expect: MSL402


result = Length()(Tensor([[3.0, 1.0, 4.0], [2.0, 5.0, 9.0]], ms.float32))
