"""A test for one of several sizes, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):

    def construct(self, x):
        if x.shape[0] in (2, 3):
            return x + 1
        return x


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
