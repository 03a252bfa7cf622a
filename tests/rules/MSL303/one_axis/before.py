"""It moves by one."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.pool1 = nn.MaxPool1d(2)  # expect: MSL303
        self.pool2 = nn.AvgPool1d(2)  # expect: MSL303

    def construct(self, x):
        x = self.pool1(x)
        x = self.pool2(x)
        return x


result = Stem()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 16)))
