"""A number that is formatted by str.format."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.rate = 3.14159

    def construct(self, x):
        if x.shape[0] > 100:
            raise ValueError(f"{self.rate:.2f} is too much")
        return "{:.2f}".format(self.rate)


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
