"""Elements of a tensor that the Cell keeps."""

import numpy as np
from mindspore import Tensor, nn


class Memory(nn.Cell):
    def __init__(self):
        super().__init__()
        self.memory = Tensor(np.zeros(2, np.float32))

    def construct(self, x):
        self.memory[0] = x[0]  # expect: MSL641
        return x * self.memory


net = Memory()
net(Tensor(np.array([1.0, 2.0], np.float32)))
net(Tensor(np.array([3.0, 4.0], np.float32)))
result = net(Tensor(np.array([5.0, 6.0], np.float32))), net.memory
