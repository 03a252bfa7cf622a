"""A guess that is guarded by an exception, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):

    def construct(self, x):
        size = x.shape[1] if x.ndim > 1 else x.shape[0]
        return x * size


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
