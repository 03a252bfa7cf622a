"""The last row and column are zeros."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Decoder(nn.Cell):
    def __init__(self):
        super().__init__()
        self.up = nn.Conv2dTranspose(
            1, 1, 3, stride=2, pad_mode='pad', padding=(1, 0, 1, 0), weight_init='ones'
        )

    def construct(self, x):
        return self.up(x)


result = Decoder()(ms.Tensor(np.arange(1, 17, dtype=np.float32).reshape(1, 1, 4, 4)))
