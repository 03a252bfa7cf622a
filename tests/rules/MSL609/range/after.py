"""The number that the tensor holds; and a number that a caller gives."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Repeat(nn.Cell):
    def construct(self, x, times):
        for _ in range(int(times)):
            x = x + 2
        return x


class Same(nn.Cell):
    def construct(self, x, times):
        for _ in range(times):
            x = x + 0
        return x


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
times = ms.Tensor(3, ms.int32)
result = Same()(Repeat()(x, times), 2)
