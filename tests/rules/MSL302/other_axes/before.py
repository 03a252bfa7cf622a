"""The default pads."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv3d(1, 1, 3, weight_init='ones')  # expect: MSL302

    def construct(self, x):
        x = self.conv(x)
        return x


result = Stem()(ms.Tensor(np.arange(216, dtype=np.float32).reshape(1, 1, 6, 6, 6)))
