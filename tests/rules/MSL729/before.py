"""A convolution of what was flattened."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, pad_mode="valid", has_bias=True)
        self.flatten = nn.Flatten()
        self.head = nn.Conv2d(8, 4, 1, has_bias=True)  # expect: MSL729

    def construct(self, x):
        return self.head(self.flatten(self.conv(x))).shape


result = Net()(ms.Tensor(np.ones((2, 3, 16, 16), np.float32)))
