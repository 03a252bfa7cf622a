"""A nested function that is called after its variable has changed."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        scale = 1

        def scaled():  # expect: MSL647
            return x * scale

        scale = 10
        return scaled()


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
