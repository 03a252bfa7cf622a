"""It moves by one."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.pool1 = nn.MaxPool2d(2)  # expect: MSL303
        self.pool2 = nn.AvgPool2d((2, 1))  # expect: MSL303
        self.pool3 = nn.MaxPool2d(3)
        self.head = nn.AvgPool2d(14, stride=14)

    def construct(self, x):
        x = self.pool1(x)
        x = self.pool2(x)
        x = self.pool3(x)
        x = self.head(x)
        return x


result = Stem()(ms.Tensor(np.arange(4096, dtype=np.float32).reshape(1, 1, 64, 64)))
