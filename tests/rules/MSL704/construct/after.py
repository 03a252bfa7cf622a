"""Names that are bound in less plain ways: below the class, in both branches, by a loop."""

import mindspore as ms
from mindspore import nn


class Heads(nn.Cell):
    def __init__(self, halve=True):
        super().__init__()
        self.divisors = [divisor for divisor in (1, 2)]
        self.halve = halve

    def construct(self, features):
        if self.halve:
            position, rotation = features[:, :SPLIT], features[:, SPLIT:]
        else:
            position = rotation = features
        for divisor in self.divisors:
            rotation = rotation / divisor
        return position, rotation


SPLIT = 2
result = Heads()(ms.Tensor([[1.0, 2.0, 3.0, 4.0]]))
