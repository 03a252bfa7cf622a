"""Whether two attributes are one Cell."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = nn.ReLU()
        self.second = self.first
        self.first_is_second = self.first is self.second

    def construct(self, x):
        if self.first_is_second:
            return self.first(x) + 1
        return x


net = Net()
result = net(Tensor(np.array([1.0, -2.0], np.float32)))
