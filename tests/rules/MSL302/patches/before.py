"""A dilated kernel is larger than the stride."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(1, 1, 2, stride=2, weight_init='ones')
        self.conv = nn.Conv2d(1, 1, 2, stride=2, dilation=2, weight_init='ones')  # expect: MSL302

    def construct(self, x):
        x = self.patches(x)
        x = self.conv(x)
        return x


result = Stem()(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
