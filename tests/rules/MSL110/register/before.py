"""Cells have other methods for it."""

import mindspore as ms
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.register_parameter("scale", ms.Parameter(ms.Tensor([3.0])))  # expect: MSL110
        self.add_module("act", nn.ReLU())  # expect: MSL110

    def construct(self, x):
        return self.act(x) * self.scale


result = Net()(ms.Tensor([-1.0, 2.0]))
