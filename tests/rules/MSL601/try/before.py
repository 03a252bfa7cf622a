"""A guess that is guarded by an exception."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):

    def construct(self, x):
        try:  # expect: MSL601 (no fix)
            size = x.shape[1]
        except IndexError:
            size = x.shape[0]
        return x * size


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
