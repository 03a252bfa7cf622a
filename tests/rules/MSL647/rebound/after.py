"""A nested function that is given its value."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        def scaled(scale):
            return x * scale

        return scaled(10)


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
