"""A helper whose parameters are positional only."""

import mindspore as ms
import numpy as np
from mindspore import nn


def mixed(left, right, /, weight=2):  # expect: MSL649
    return left * weight + right


class Net(nn.Cell):
    def construct(self, x):
        return mixed(x, x + 1)


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
