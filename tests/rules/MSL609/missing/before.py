"""A dict that makes its lists when they are asked for."""

import collections

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        groups = collections.defaultdict(list)  # expect: MSL609
        for index in range(4):
            groups[index % 2].append(x * index)
        return groups[0][1] + groups[1][1]


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
