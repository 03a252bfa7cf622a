"""The activation is in the chain that is called, or None where there is to be none."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def __init__(self, pool=False):
        super().__init__()
        self.fc = nn.Dense(2, 2, weight_init="ones", has_bias=False)
        self.relu = nn.ReLU()
        self.chain = nn.SequentialCell([self.fc, self.relu])
        self.pool = nn.AdaptiveAvgPool1d(1) if pool else None

    def construct(self, x):
        x = self.chain(x)
        return x if self.pool is None else self.pool(x)


result = Block()(ms.Tensor([[1.0, -2.0]]))
