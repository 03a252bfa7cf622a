"""torch's keywords on a layer of MindSpore."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = nn.LeakyReLU(alpha=0.1)
        self.conv = nn.Conv2d(4, 4, 3, pad_mode="pad", padding=1, group=2, has_bias=False, weight_init="ones")

    def construct(self, x):
        return self.conv(self.act(x))


result = Block()(ms.Tensor(np.arange(-32, 32, dtype=np.float32).reshape(1, 4, 4, 4)))
