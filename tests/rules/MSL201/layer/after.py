"""Sizes given by position, by keyword, or out of a list or dict that the call unpacks."""

from functools import partial

import mindspore as ms
from mindspore import nn

sizes = (3, 2)
options = {"weight_init": "ones", "has_bias": False}
Ones = partial(nn.Dense, weight_init="ones", has_bias=False)


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(*sizes, **options)
        self.same = Ones(2, out_channels=2)

    def construct(self, x):
        return self.same(self.fc(x)) / 2


result = Head()(ms.Tensor([[1.0, 2.0, 3.0]]))
