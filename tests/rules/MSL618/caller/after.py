"""A number that the caller gives, divided by; the power of a tensor; and the power of a float."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Scale(nn.Cell):
    def construct(self, x, heads):
        return x * (1.0 / heads)


class Power(nn.Cell):
    def construct(self, x, y, rate):
        return x * y**-1 * rate**-1


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
ones = Power()(x, x, 0.5) / 2
result = Scale()(x, 2) * ones
