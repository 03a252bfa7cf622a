"""Two norms, each with weights of its own."""

import numpy as np
from mindspore import Tensor, nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm((2,), epsilon=1e-5)
        self.norm2 = nn.LayerNorm((2,), gamma_init=3.0, epsilon=1e-5)

    def construct(self, x):
        x = self.norm1(x)
        return self.norm1(x * 2)  # expect: MSL719


net = Block()
result = net(Tensor(np.array([[1.0, 2.0]], np.float32)))
