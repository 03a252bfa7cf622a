"""A value that is computed without a gradient."""

import mindspore as ms
import numpy as np
from mindspore import nn
from mindspore.common.api import _no_grad


class Net(nn.Cell):
    def construct(self, x):
        with _no_grad():  # expect: MSL605
            target = x * x
        return target + x


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
