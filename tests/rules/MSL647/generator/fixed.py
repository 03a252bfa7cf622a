"""A generator that runs after a name has changed."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        scale = 1
        scale = 10
        parts = (x * scale * index for index in (1, 2))
        return sum(parts)


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
