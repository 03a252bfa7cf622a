"""The switch is kept, what it switched is lost."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def __init__(self, channels, use_skip):
        super().__init__()
        self.fc = nn.Dense(channels, channels, weight_init="ones", has_bias=False)
        self.use_skip = use_skip  # expect: MSL702, MSL744

    def construct(self, x):
        return self.fc(x)


result = Block(2, use_skip=True)(ms.Tensor([[1.0, 2.0]]))
