"""A Cell by now, and its entry is still Keras'."""

import mindspore as ms
from mindspore import nn


class Double(nn.Cell):
    def construct(self, x):
        return x * 2.0


result = Double()(ms.Tensor([1.0, 2.0]))
