"""With it; a comment that has it wants none."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Patches(nn.Cell):
    def __init__(self):
        super().__init__()
        # torch: nn.Conv2d(1, 2, kernel_size=2, stride=2)
        self.proj = nn.Conv2d(1, 2, 2, 2, has_bias=True, weight_init='ones', bias_init='ones')
        self.plain = nn.Conv2d(2, 2, 1)  # nn.Conv2d(2, 2, 1, bias=False)

    def construct(self, x):
        return self.proj(x) if x.ndim == 4 else self.plain(x)


result = Patches()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
