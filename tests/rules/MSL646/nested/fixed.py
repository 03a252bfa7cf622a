"""A decorator on a function inside of construct."""

import mindspore as ms
import numpy as np
from mindspore import nn


def doubled(function):
    def wrapper(x):
        return function(x) * 2

    return wrapper


class Net(nn.Cell):
    def construct(self, x):
        def shifted(y):
            return y + 1
        shifted = doubled(shifted)

        return shifted(x)


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
