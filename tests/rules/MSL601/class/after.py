"""A class that is defined in `construct`."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Sizes:
    large = 3


class Net(nn.Cell):
    def construct(self, x):

        return x * Sizes.large


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
