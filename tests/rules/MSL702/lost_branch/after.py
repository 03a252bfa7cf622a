"""The branch is there. `channels` is kept for others; the original did not read it either."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def __init__(self, channels, use_skip):
        super().__init__()
        self.channels = channels
        self.fc = nn.Dense(channels, channels, weight_init="ones", has_bias=False)
        self.use_skip = use_skip

    def construct(self, x):
        out = self.fc(x)
        if self.use_skip:
            out = out + x
        return out


result = Block(2, use_skip=True)(ms.Tensor([[1.0, 2.0]]))
