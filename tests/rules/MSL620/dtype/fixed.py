"""A result that is cast in one case."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        if x.sum() > 0:
            y = x
        else:
            y = x.astype(ms.int32).astype(x.dtype)
        return y


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
