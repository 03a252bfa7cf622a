"""An element that is taken out."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        heads = [1, 2, 3]
        heads = heads[:heads.index(2)] + heads[heads.index(2) + 1:]
        return x * len(heads)


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
