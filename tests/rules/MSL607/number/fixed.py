"""A number that is formatted in an f-string."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.rate = 3.14159

    def construct(self, x):
        return "{:.2f}".format(self.rate)


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
