"""Names that are bound in less plain ways: later in the module, by a loop, in one of two branches."""

import mindspore as ms
from mindspore import nn


class Heads(nn.Cell):
    def __init__(self, halve=True):
        super().__init__()
        self.halve = halve

    def construct(self, features):
        for start in (0, SPLIT):
            if start == 0:
                position = features[:, :SPLIT]
            elif self.halve:
                rotation = features[:, start:] / 2
            else:
                rotation = features[:, start:]
        return position, rotation


SPLIT = 2
result = Heads()(ms.Tensor([[1.0, 2.0, 3.0, 4.0]]))
