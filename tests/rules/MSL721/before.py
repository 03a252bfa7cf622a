"""A Dense that forgot that the pooled image has four places."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, pad_mode="pad", padding=1, has_bias=True)
        self.pool = nn.AdaptiveAvgPool2d(2)
        self.flatten = nn.Flatten()
        self.fc = nn.Dense(8, 5)  # expect: MSL721

    def construct(self, x):
        x = self.pool(self.conv(x))
        return self.fc(self.flatten(x)).shape


result = Net()(ms.Tensor(np.ones((2, 3, 16, 16), np.float32)))
