"""All pairs of two ranges, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):

    def construct(self, x):
        parts = []
        for i in range(2):
            for j in range(3):
                parts.append(x * i * j)
        return ops.stack(parts)


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
