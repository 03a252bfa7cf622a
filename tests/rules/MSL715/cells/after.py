"""Another name. What no method of Cell is called may be set."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.cell_count = 2
        self.name = "net"
        self.training = False
        self.fc = nn.Dense(4, 3)

    def construct(self, x):
        return self.fc(x) * self.cell_count


net = Net()
net.set_train()
result = net(ms.Tensor(np.ones((2, 4), np.float32))).shape
