"""Elements of Parameters by indices that are right in the graph."""

import numpy as np
from mindspore import Parameter, Tensor, nn


class Memory(nn.Cell):
    def __init__(self):
        super().__init__()
        self.table = Parameter(Tensor(np.zeros((2, 4), np.float32)), requires_grad=False)

    def construct(self, x):
        self.table[0] = x
        self.table[1, 2] = 5
        self.table[:, 1] += 1
        self.table[:, 2:] *= 3
        local = self.table * 1
        local[:1] = 0
        return local


net = Memory()
result = net(Tensor(np.arange(4, dtype=np.float32)))
