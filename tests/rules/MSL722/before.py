"""Norms that were given the channels that come in."""

import mindspore as ms
import numpy as np
from mindspore import nn


class ConvNorm(nn.SequentialCell):
    def __init__(self, channels, width):
        super().__init__(
            nn.Conv2d(channels, width, 3, pad_mode="valid"),
            nn.BatchNorm2d(channels),  # expect: MSL722
        )


class Net(nn.Cell):
    def __init__(self, width=8):
        super().__init__()
        self.first = ConvNorm(3, width)
        self.second = nn.Conv2d(width, 2 * width, 1, has_bias=True)
        self.norm = nn.GroupNorm(4, width)  # expect: MSL722

    def construct(self, x):
        return self.norm(self.second(self.first(x))).shape


result = Net()(ms.Tensor(np.ones((2, 3, 16, 16), np.float32)))
