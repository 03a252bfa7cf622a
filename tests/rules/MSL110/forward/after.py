"""`super().construct`, and the object itself is called."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def construct(self, x):
        return x * 2.0


class Shifted(Block):
    def construct(self, x):
        return super().construct(x) + 1.0


result = Shifted()(ms.Tensor([1.0, 2.0]))
