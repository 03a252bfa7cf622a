"""Both are handed over; what has a default may be left out, and a `*` takes all."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Gate(nn.Cell):
    def construct(self, x, gate, scale=1.0):
        return x * ops.sigmoid(gate) * scale


class Sum(nn.Cell):
    def construct(self, *parts):
        return parts[0] + parts[1]


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.gate = Gate()
        self.add = Sum()
        self.fc = nn.Dense(4, 4)

    def construct(self, x):
        x = self.gate(x, self.fc(x), scale=2.0)
        return self.add(x, self.gate(x, x))


result = Net()(ms.Tensor(np.ones((2, 4), np.float32))).shape
