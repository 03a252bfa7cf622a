"""The weight of a layer is replaced."""

import numpy as np
from mindspore import Parameter, Tensor, nn


class Scale(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = Parameter(Tensor(np.ones(2, np.float32)), requires_grad=False)

    def construct(self, x):
        return x * self.scale


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.inner = Scale()
        self.dense = nn.Dense(2, 2, weight_init="ones", bias_init="zeros")

    def construct(self, x):
        self.inner.scale = x  # expect: MSL518
        self.dense.bias += 1  # expect: MSL518
        return self.dense(self.inner(x))


result = Net()(Tensor(np.array([1.0, 2.0], np.float32)))
