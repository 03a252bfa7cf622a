"""A number that is kept on a function."""

import mindspore as ms
import numpy as np
from mindspore import nn


def scaled(x):
    return x * scaled.factor  # expect: MSL649 (no fix)


scaled.factor = 3


class Net(nn.Cell):
    def construct(self, x):
        return scaled(x)


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
