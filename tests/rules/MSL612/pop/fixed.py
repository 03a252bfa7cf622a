"""The last feature."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        features = [x, x * 2, x * 4]
        last = features[-1]
        features = features[:-1]
        return last * features[0]


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
