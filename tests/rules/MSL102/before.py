"""The base class was changed, the name of the entry method was not."""

import mindspore as ms
from mindspore import nn, ops


class Gate(nn.Cell):
    def forward(self, x):  # expect: MSL102
        return x * ops.sigmoid(x)


result = Gate()(ms.Tensor([[-1.0, 0.0, 2.0]]))
