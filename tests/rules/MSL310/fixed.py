"""The slope is 0.2 instead of 0.01, and the second activation is an approximation."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act1 = nn.LeakyReLU(alpha=0.01)
        self.act2 = nn.GELU(approximate=False)

    def construct(self, x):
        return self.act2(self.act1(x))


result = Block()(Tensor(np.linspace(-3.0, 3.0, 8), ms.float32))
