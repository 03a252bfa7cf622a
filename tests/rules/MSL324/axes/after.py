"""Where the axes begin."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm((2, 4), begin_norm_axis=1, begin_params_axis=1, epsilon=1e-3)

    def construct(self, x):
        return self.norm(x)


result = Block()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(2, 2, 4)))
