"""A list in a list that is written to under its own name."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        levels = [[1, 2, 3], 4]
        first = levels[0]
        first[0] = 50  # expect: MSL610
        return x * levels[0][0]


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
