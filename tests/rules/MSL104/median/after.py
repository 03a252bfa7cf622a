"""The median of all values, and its index, which is not needed."""

import mindspore as ms
from mindspore import nn, ops


class Head(nn.Cell):
    def construct(self, x):
        return x - ops.median(x.reshape(-1))[0]


result = Head()(ms.Tensor([[1.0, 5.0, 2.0], [6.0, 3.0, 4.0]]))
