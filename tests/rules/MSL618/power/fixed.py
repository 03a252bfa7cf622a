"""The reciprocal of an integer, as a power."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.heads = 4

    def construct(self, x):
        return x * (1.0 / self.heads)


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
