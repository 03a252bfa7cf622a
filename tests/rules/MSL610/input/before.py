"""Another name of the input is written to."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        y = x
        y[0] = 50  # expect: MSL610
        return x + 0


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
