"""A list in a list that is written to."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        levels = [[1, 2, 3], 4]
        levels[0][0] = 50
        return x * levels[0][0]


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
