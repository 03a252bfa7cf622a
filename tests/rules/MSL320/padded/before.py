"""Nothing names a framework, but the convolution is padded by a number, with a stride."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Beginning(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 1, 3, stride=2, pad_mode='pad', padding=1, weight_init='ones')
        self.pool = nn.MaxPool2d(3, stride=2, pad_mode='same')  # expect: MSL320 (no fix)

    def construct(self, x):
        return self.pool(self.conv(x))


result = Beginning()(ms.Tensor(np.arange(256, dtype=np.float32).reshape(1, 1, 16, 16)))
