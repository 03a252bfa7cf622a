"""Elements of a tensor that the Cell keeps."""

import numpy as np
from mindspore import Tensor, nn
import mindspore as ms


class Memory(nn.Cell):
    def __init__(self):
        super().__init__()
        self.memory = ms.Parameter(Tensor(np.zeros(2, np.float32)), name="memory", requires_grad=False)

    def construct(self, x):
        self.memory[0] = x[0]
        return x * self.memory


net = Memory()
net(Tensor(np.array([1.0, 2.0], np.float32)))
net(Tensor(np.array([3.0, 4.0], np.float32)))
result = net(Tensor(np.array([5.0, 6.0], np.float32))), net.memory
