"""The bias is lost."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 1, 3, pad_mode='pad', padding=1, weight_init='ones')
        self.conv2 = nn.Conv2d(1, 1, 1, weight_init='ones', bias_init='ones')  # expect: MSL322
        self.up = nn.Conv2dTranspose(1, 1, 2, 2, weight_init='ones', bias_init='ones')  # expect: MSL322

    def construct(self, x):
        return self.up(self.conv2(self.conv1(x)))


result = Head()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
