"""The number alone; and pairs that are taken apart."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops


class Scale(nn.Cell):
    def construct(self, x):
        largest, _ = ops.max(x)
        same = ops.max(x)[0]
        return x / (largest + same) * 2 * ops.amax(x) / ops.max(x, 1)[0].max()


result = Scale()(Tensor([[3.0, 1.0], [2.0, 5.0]], ms.float32))
