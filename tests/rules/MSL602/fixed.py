"""A loop over layers with an else."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):

    def construct(self, x):
        for index in range(3):
            x = x + index
        x = x * 10
        return x


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
