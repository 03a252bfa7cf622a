"""Returned, but never computed."""

import mindspore as ms
from mindspore import nn


class Heads(nn.Cell):
    def construct(self, features):
        position = features[:, :2]
        return position, rotation  # expect: MSL704 (no fix)


result = Heads()(ms.Tensor([[1.0, 2.0, 3.0, 4.0]]))
