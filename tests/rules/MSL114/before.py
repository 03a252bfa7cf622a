"""A Cell by now, and its entry is still Keras'."""

import mindspore as ms
from mindspore import nn


class Double(nn.Cell):
    def call(self, x):  # expect: MSL114
        return x * 2.0


result = Double()(ms.Tensor([1.0, 2.0]))
