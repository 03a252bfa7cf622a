"""Dropout whose mode is said before the first call."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.dropout = nn.Dropout(p=0.5)

    def construct(self, x):
        return self.dropout(x)


net = Net()
net.set_train(False)
x = ms.Tensor(np.ones((8, 64), np.float32))
net(x)
net.set_train(True)
again = None  # numbers are drawn
result = bool((net(x) == 0).any())
