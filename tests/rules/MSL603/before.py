"""All pairs of two ranges."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):

    def construct(self, x):
        parts = [x * i * j for i in range(2) for j in range(3)]  # expect: MSL603
        return ops.stack(parts)


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
