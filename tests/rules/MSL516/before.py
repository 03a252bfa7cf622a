"""A memory and a table that are written to."""

import numpy as np
from mindspore import Parameter, Tensor, nn


class Memory(nn.Cell):
    def __init__(self):
        super().__init__()
        self.memory = Parameter(Tensor(np.zeros(4, np.float32)), requires_grad=False)
        self.table = Parameter(Tensor(np.zeros((2, 4), np.float32)), requires_grad=False)

    def construct(self, x):
        self.memory[1:] = x[1:]  # expect: MSL516 (no fix)
        self.memory[x > 2] += 1  # expect: MSL516 (no fix)
        self.table[0, 1:] = x[1:]  # expect: MSL516 (no fix)
        return x * 2


net = Memory()
y = net(Tensor(np.arange(4, dtype=np.float32)))
result = y, net.memory, net.table
