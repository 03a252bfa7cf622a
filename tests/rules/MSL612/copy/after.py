"""A list that is copied, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        features = [x, x + 1]
        others = features[:]
        return others[0] * features[1]


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
