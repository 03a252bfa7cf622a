"""A layer that squares what it gives where it is asked to: the parameter that asks for it is gone."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Scale(nn.Cell):
    def __init__(self, factor, inplace=False):  # expect: MSL741
        super().__init__()
        self.factor = factor
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(x) * self.factor


result = Scale(3.0, True)(ms.Tensor(np.arange(6, dtype=np.float32)))
