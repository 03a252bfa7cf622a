"""It moves by one."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.pool3d = nn.AvgPool3d(2)  # expect: MSL303

    def construct(self, x):
        x = self.pool3d(x)
        return x


result = Stem()(ms.Tensor(np.arange(256, dtype=np.float32).reshape(1, 4, 4, 4, 4)))
