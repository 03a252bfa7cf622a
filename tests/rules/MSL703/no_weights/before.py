"""The activation is made and never called."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(2, 2, weight_init="ones", has_bias=False)
        self.relu = nn.ReLU()  # expect: MSL703

    def construct(self, x):
        return self.fc(x)


result = Block()(ms.Tensor([[1.0, -2.0]]))
