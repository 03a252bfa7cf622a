"""A layer that squares what it gives where it is asked to: the parameter is ported, but for what has no use here."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Scale(nn.Cell):
    def __init__(self, factor, squared=False):  # `inplace` has no use here
        super().__init__()
        self.factor = factor
        self.squared = squared
        self.relu = nn.ReLU()

    def construct(self, x):
        x = self.relu(x) * self.factor
        return x * x if self.squared else x


result = Scale(3.0, True)(ms.Tensor(np.arange(6, dtype=np.float32)))
