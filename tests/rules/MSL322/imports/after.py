"""In front of a normalization none is wanted."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Project(nn.Cell):
    def __init__(self):
        super().__init__()
        self.proj = nn.Conv2d(1, 2, 1, has_bias=True, weight_init='ones', bias_init='ones')

    def construct(self, x):
        return self.proj(x)


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 1)
        self.bn = nn.BatchNorm2d(2)

    def construct(self, x):
        return self.bn(self.conv(x))


result = Project()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
