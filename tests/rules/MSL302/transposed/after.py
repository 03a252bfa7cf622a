"""A kernel as large as the stride has no border."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.up1 = nn.Conv2dTranspose(1, 1, 3, stride=2, pad_mode='valid', weight_init='ones')
        self.up2 = nn.Conv2dTranspose(1, 1, 2, stride=2, weight_init='ones')

    def construct(self, x):
        x = self.up1(x)
        x = self.up2(x)
        return x


result = Stem()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
