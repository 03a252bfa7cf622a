"""`cells` is a method of Cell, which `set_train` calls."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.cells = 2  # expect: MSL715
        self.fc = nn.Dense(4, 3)

    def construct(self, x):
        return self.fc(x) * self.cells


net = Net()
net.set_train()
result = net(ms.Tensor(np.ones((2, 4), np.float32))).shape
