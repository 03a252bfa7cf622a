"""A comment with another padding mode is not the original."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Reduce(nn.Cell):
    def __init__(self):
        super().__init__()
        # self.conv = nn.Conv2d(1, 1, 3, stride=2, padding=1, bias=False)
        self.conv = nn.Conv2d(1, 1, 3, 2, pad_mode='pad', padding=1, weight_init='ones')

    def construct(self, x):
        return self.conv(x)


result = Reduce()(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
