"""The comment knows better."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Reduce(nn.Cell):
    def __init__(self):
        super().__init__()
        # self.conv = nn.Conv2d(1, 1, 3, stride=2, padding=1, bias=False)
        self.conv = nn.Conv2d(1, 1, 3, 2, pad_mode='same', weight_init='ones')  # expect: MSL306

    def construct(self, x):
        return self.conv(x)


result = Reduce()(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
