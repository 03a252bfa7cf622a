"""A loop that something leaves early, with an `else`."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        for index in range(4):
            x = x + 1
            if index == x.shape[0]:
                break
        else:
            x = x * 10  # expect: MSL602
        return x


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
