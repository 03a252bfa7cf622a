"""A loop as often as a tensor says."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Repeat(nn.Cell):
    def construct(self, x, times):
        for _ in range(int(times)):
            x = x + 2
        return x


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
times = ms.Tensor(3, ms.int32)
result = Repeat()(x, times)
