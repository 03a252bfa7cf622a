"""A class that is defined in `construct`."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        class Sizes:  # expect: MSL601
            large = 3

        return x * Sizes.large


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
