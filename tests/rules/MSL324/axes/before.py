"""Of several axes only the last one counts."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm((2, 4), epsilon=1e-3)  # expect: MSL324 (no fix)

    def construct(self, x):
        return self.norm(x)


result = Block()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(2, 2, 4)))
