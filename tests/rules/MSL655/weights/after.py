"""A layer that is made in __init__."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.head = nn.Dense(2, 3)

    def construct(self, x):
        return self.head(nn.ReLU()(x))


net = Net()
x = Tensor(np.array([[1.0, 2.0]], np.float32))
first, second = net(x), net(x)
result = not bool((first == second).all())
