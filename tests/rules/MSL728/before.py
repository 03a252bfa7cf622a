"""A shape with one row too many."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, pad_mode="valid", has_bias=True)
        self.pool = nn.AdaptiveAvgPool2d(4)

    def construct(self, x):
        y = self.pool(self.conv(x))
        return y.reshape(x.shape[0], 8 * 4 * 5).shape  # expect: MSL728


result = Net()(ms.Tensor(np.ones((2, 3, 16, 16), np.float32)))
