"""A decorator with functools.wraps."""

import functools

import mindspore as ms
import numpy as np
from mindspore import nn


def doubled(function):
    def wrapper(x):
        return function(x) * 2

    return wrapper


@doubled
def shifted(x):
    return x + 1


class Net(nn.Cell):
    def construct(self, x):
        return shifted(x)


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
