"""A block that adds its bias in place, before the shortcut reads the input."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class Bias(nn.Cell):
    def __init__(self, dim):
        super().__init__()
        self.bias = Parameter(ops.ones((dim,), ms.float32), name="bias")

    def construct(self, x):
        x += self.bias
        return ops.relu(x)


class Residual(nn.Cell):
    def __init__(self, dim):
        super().__init__()
        self.first = nn.Dense(dim, dim, "ones", "zeros")
        self.act = Bias(dim)

    def construct(self, x):
        shortcut = self.first(x)
        out = self.act(shortcut)
        return out + shortcut


net = Residual(2)
result = net(Tensor(np.array([[0.1, 0.2]], np.float32)))
