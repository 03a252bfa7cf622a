"""Helpers that fill what their caller has."""

import mindspore as ms
import numpy as np
from mindspore import nn


def add_both(features, x):
    features.extend([x, x * 2])  # expect: MSL641


def put_first(table, x):
    table["first"] = x * 3  # expect: MSL641


def clear(x):
    x[0] = 0  # expect: MSL641


class Net(nn.Cell):
    def construct(self, x):
        features = [x]
        add_both(features, x)
        table = {"first": x}
        put_first(table, x)
        y = x * 1
        clear(y)
        return features[1] * table["first"] + y


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
net = Net()
result = net(x), ms.grad(net)(x)
