"""The first is the default, the second is not."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Up(nn.Cell):
    def __init__(self):
        super().__init__()
        self.up1 = nn.Conv2dTranspose(1, 1, 4, 2, weight_init='ones')
        self.up2 = nn.Conv2dTranspose(1, 1, 3, stride=2, weight_init='ones')  # expect: MSL302

    def construct(self, x):
        return self.up2(self.up1(x))


result = Up()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
