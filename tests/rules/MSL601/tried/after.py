"""A `try` around what cannot fail, with an `else`."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        y = x + 1
        y = y * 2
        return y


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
