"""The comment has no bias=False."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Patches(nn.Cell):
    def __init__(self):
        super().__init__()
        # torch: nn.Conv2d(1, 2, kernel_size=2, stride=2)
        self.proj = nn.Conv2d(1, 2, 2, 2, weight_init='ones', bias_init='ones')  # expect: MSL322

    def construct(self, x):
        return self.proj(x)


result = Patches()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
