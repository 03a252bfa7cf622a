"""The padding that yields the rows."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Up(nn.Cell):
    def __init__(self):
        super().__init__()
        self.up1 = nn.Conv2dTranspose(1, 1, 4, 2, weight_init='ones')
        self.up2 = nn.Conv2dTranspose(
            1, 1, 3, stride=2, pad_mode='pad', padding=(1, 0, 1, 0), weight_init='ones'
        )

    def construct(self, x):
        return self.up2(self.up1(x))


result = Up()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
