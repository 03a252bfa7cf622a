"""A memory and a table that are written to."""

import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class Memory(nn.Cell):
    def __init__(self):
        super().__init__()
        self.memory = Parameter(Tensor(np.zeros(4, np.float32)), requires_grad=False)
        self.table = Parameter(Tensor(np.zeros((2, 4), np.float32)), requires_grad=False)

    def construct(self, x):
        memory = ops.concat((self.memory[:1], x[1:]))
        ops.assign(self.memory, ops.where(x > 2, memory + 1, memory))
        self.table[0:1, 1:] = x[1:]
        return x * 2


net = Memory()
y = net(Tensor(np.arange(4, dtype=np.float32)))
result = y, net.memory, net.table
