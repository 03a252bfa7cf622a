"""A decorator with functools.wraps on a method."""

import functools

import mindspore as ms
import numpy as np
from mindspore import nn


def doubled(method):
    def wrapper(self, *args, **kwargs):
        return method(self, *args, **kwargs) * 2

    return wrapper


class Net(nn.Cell):
    @doubled
    def shifted(self, x):
        return x + 1

    def construct(self, x):
        return self.shifted(x)


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
