"""`construct`. Other classes may have a `call`."""

import mindspore as ms
from mindspore import nn


class Line:
    def call(self, number):
        return number


class Double(nn.Cell):
    def construct(self, x):
        return x * 2.0


assert Line().call(1) == 1
result = Double()(ms.Tensor([1.0, 2.0]))
