"""The parameter is back, at its place."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Block(nn.Cell):
    def __init__(self, channels, mode="same"):
        super().__init__()
        self.channels = channels
        self.halve = mode == "down"

    def construct(self, x):
        x = x.reshape(-1, self.channels)
        return x[::2] if self.halve else x


result = Block(2, "down")(ms.Tensor(np.arange(8, dtype=np.float32)))
