"""Strings that say something are notes, docstrings are docstrings."""

import mindspore as ms
from mindspore import nn


class Stages(nn.Cell):
    """..."""

    def __init__(self):
        """TODO"""
        super().__init__()
        self.first = nn.ReLU()
        self.second = nn.ReLU6()
        self.third = nn.Sigmoid()
        """the third stage bounds the output"""

    def construct(self, x):
        x = self.second(self.first(x))
        "Bounded by one."
        return self.third(x)


result = Stages()(ms.Tensor([[-1.0, 1.0]]))
