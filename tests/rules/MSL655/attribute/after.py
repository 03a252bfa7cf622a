"""A layer that is made in __init__."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU()

    def construct(self, x):
        return self.act(x)


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
