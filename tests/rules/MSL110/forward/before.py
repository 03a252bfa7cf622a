"""The methods were renamed, the calls were not."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def construct(self, x):
        return x * 2.0


class Shifted(Block):
    def construct(self, x):
        return super().forward(x) + 1.0  # expect: MSL110


result = Shifted().forward(ms.Tensor([1.0, 2.0]))  # expect: MSL110
