"""The parameter `mode` got lost, its use did not."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Block(nn.Cell):
    def __init__(self, channels, factor=1):
        super().__init__()
        self.channels = channels * factor
        self.halve = mode == "down"  # expect: MSL704 (no fix)

    def construct(self, x):
        x = x.reshape(-1, self.channels)
        return x[::2] if self.halve else x


result = Block(2)(ms.Tensor(np.arange(8, dtype=np.float32)))
