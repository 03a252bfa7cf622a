"""A factor that is whole in one case."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        factor = 1 if x.sum() > 0 else 2.5  # expect: MSL620
        return x * factor


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
