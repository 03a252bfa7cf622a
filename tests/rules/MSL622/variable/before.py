"""The number of the last round."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        for index in range(3):
            x = x + 1
        return x * index  # expect: MSL622


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
