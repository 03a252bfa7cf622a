"""A nested function that is called after its variable has changed."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        scale = 1

        scale = 10
        def scaled():
            return x * scale

        return scaled()


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
