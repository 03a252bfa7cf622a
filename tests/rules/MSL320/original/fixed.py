"""The same size, from other windows; the average counts less."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Pools(nn.Cell):
    def __init__(self):
        super().__init__()
        self.pool1 = nn.MaxPool2d(3, stride=2, pad_mode='pad', padding=1)
        self.pool2 = nn.AvgPool2d(3, 1, pad_mode='pad', padding=1)
        self.pool3 = nn.AvgPool2d(3, 1, pad_mode='same')
        self.pool4 = nn.MaxPool2d(3, 1, pad_mode='same')
        self.pool5 = nn.MaxPool2d(2, 2, pad_mode='same')

    def construct(self, x):
        x = self.pool3(self.pool2(self.pool1(x)))
        return self.pool5(self.pool4(x))


result = Pools()(ms.Tensor(np.arange(256, dtype=np.float32).reshape(1, 1, 16, 16)))
