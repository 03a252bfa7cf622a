"""Functions of Python that only pass tensors on."""

import copy
import functools
import operator

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Parts(nn.Cell):
    def construct(self, x):
        parts = {"left": x, "right": x * 3}
        return parts["left"] * parts["right"]


class Reduced(nn.Cell):
    def construct(self, x):
        total = x
        for item in [x * 2, x + 1]:
            total = total * item
        product = total
        scales = [x, x * 2]
        total = x * x
        for item in scales:
            total = total + item
        return product + total


class Chosen(nn.Cell):
    def construct(self, x):
        scale = 1.0 if x.sum() > 0 else 2.5
        return x * x * scale


class Copied(nn.Cell):
    def construct(self, x):
        kept = x.copy()
        return kept * x


class Made(nn.Cell):
    def construct(self, x):
        return x * x


class Arrays(nn.Cell):
    def construct(self, x):
        norm = float(ops.stop_gradient(x.sum()))
        return x * norm * x


class Detached(nn.Cell):
    def construct(self, x):
        return ops.stop_gradient(x) * x


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
nets = Parts(), Reduced(), Chosen(), Copied(), Made(), Arrays(), Detached()
result = [(net(x), ms.grad(net)(x)) for net in nets]
