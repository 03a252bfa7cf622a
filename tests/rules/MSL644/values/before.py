"""Functions of Python that only pass tensors on."""

import copy
import functools
import operator

import mindspore as ms
import numpy as np
from mindspore import nn


class Parts(nn.Cell):
    def construct(self, x):
        parts = dict(left=x, right=x * 3)  # expect: MSL644
        return parts["left"] * parts["right"]


class Reduced(nn.Cell):
    def construct(self, x):
        product = functools.reduce(lambda a, b: a * b, [x, x * 2, x + 1])  # expect: MSL644
        scales = [x, x * 2]
        return product + functools.reduce(operator.add, scales, x * x)  # expect: MSL644


class Chosen(nn.Cell):
    def construct(self, x):
        scale = 1 if x.sum() > 0 else 2.5  # expect: MSL644
        return x * x * scale


class Copied(nn.Cell):
    def construct(self, x):
        kept = copy.deepcopy(x)  # expect: MSL644
        return kept * x


class Made(nn.Cell):
    def construct(self, x):
        return ms.Tensor(x) * x  # expect: MSL644


class Arrays(nn.Cell):
    def construct(self, x):
        norm = float(np.sum(x.asnumpy()))  # expect: MSL644
        return x * norm * x


class Detached(nn.Cell):
    def construct(self, x):
        return ms.Tensor(x.asnumpy()) * x  # expect: MSL644


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
nets = Parts(), Reduced(), Chosen(), Copied(), Made(), Arrays(), Detached()
result = [(net(x), ms.grad(net)(x)) for net in nets]
