"""The position added to the input."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        x = x + 1
        y = x * 2
        y += x
        return y - x


net = Net()
x = Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), x
