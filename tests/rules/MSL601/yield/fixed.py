"""A generator that gives the levels of a pyramid."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):

    def levels(self, x):
        results = []
        for index in range(3):
            results.append(x * index)
        return results

    def construct(self, x):
        total = x * 0
        for level in self.levels(x):
            total = total + level
        return total


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
