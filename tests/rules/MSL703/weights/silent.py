"""Layers that are used, but not by `self.name(...)` in `construct`."""

import mindspore as ms
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = nn.Dense(2, 2, weight_init="ones", has_bias=False)
        self.second = nn.Dense(2, 2, weight_init="ones", has_bias=False)
        self.third = nn.Dense(2, 2, weight_init="ones", has_bias=False)
        self.fourth = nn.ReLU()
        self.stages = ["third"]

    def construct(self, x):
        for name in self.stages:
            x = getattr(self, name)(x)
        return self.last(x)

    def last(self, x):
        return self.fourth(x)


class Branch(nn.Cell):
    """Called by its owner, layer by layer."""

    def __init__(self):
        super().__init__()
        self.squeeze = nn.Dense(2, 2, weight_init="ones", has_bias=False)

    def construct(self, x):
        return x


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.stem = Stem()
        self.branch = Branch()

    def construct(self, x):
        return self.branch.squeeze(self.stem.second(self.stem.first(x)))


result = Net()(ms.Tensor([[1.0, 2.0]]))
