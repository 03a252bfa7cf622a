"""A kernel of 3 padded by 1 is the default when it moves by 1."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 1, 3, weight_init='ones')
        self.conv2 = nn.Conv2d(1, 1, 3, stride=2, pad_mode='pad', padding=1, weight_init='ones')

    def construct(self, x):
        x = self.conv1(x)
        x = self.conv2(x)
        return x


result = Stem()(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
