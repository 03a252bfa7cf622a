"""The result is bound to the name again; `relu` is a function."""

import mindspore as ms
from mindspore import nn, ops


class Magnitude(nn.Cell):
    def construct(self, x):
        x = x + 0.0
        x = x.abs()
        return ops.relu(x)


result = Magnitude()(ms.Tensor([-2.0, 0.5, 3.0]))
