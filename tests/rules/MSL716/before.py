"""The gate is not handed over."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Gate(nn.Cell):
    def construct(self, x, gate, scale=1.0):
        return x * ops.sigmoid(gate) * scale


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.gate = Gate()
        self.fc = nn.Dense(4, 4)

    def construct(self, x):
        return self.gate(self.fc(x), scale=2.0)  # expect: MSL716


result = Net()(ms.Tensor(np.ones((2, 4), np.float32))).shape
