"""The number of the last round."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        last_index = 0
        for index in range(3):
            last_index = index
            x = x + 1
        return x * last_index


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
