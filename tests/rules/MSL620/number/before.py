"""A term that is nothing in one case."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        if x.sum() > 0:
            extra = x
        else:
            extra = 0  # expect: MSL620
        return x + extra


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
