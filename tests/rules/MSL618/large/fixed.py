"""A number of more than 64 bits."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.largest = 2**62

    def construct(self, x):
        return self.largest * 4.0


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
