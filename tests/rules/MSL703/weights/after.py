"""The projection is called."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.main = nn.Dense(2, 2, weight_init="ones", has_bias=False)
        self.projection = nn.Dense(2, 2, weight_init="ones", has_bias=False)

    def construct(self, x):
        return self.main(x) + self.projection(x)


result = Block()(ms.Tensor([[1.0, 2.0]]))
