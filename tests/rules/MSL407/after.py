"""With its dtype."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops


class Mask(nn.Cell):
    def construct(self, x):
        n = x.shape[0]
        return ops.triu(ops.full((n, n), float("-inf"), dtype=ms.float32), diagonal=1)


result = Mask()(Tensor([0.0, 0.0, 0.0], ms.float32))
