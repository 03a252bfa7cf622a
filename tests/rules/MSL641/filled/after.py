"""Helpers that fill what their caller has."""

import mindspore as ms
import numpy as np
from mindspore import nn


def add_both(features, x):
    features = features + [x, x * 2]
    return features


def put_first(table, x):
    table["first"] = x * 3
    return table


def clear(x):
    x[0] = 0
    return x


class Net(nn.Cell):
    def construct(self, x):
        features = [x]
        features = add_both(features, x)
        table = {"first": x}
        table = put_first(table, x)
        y = x * 1
        y = clear(y)
        return features[1] * table["first"] + y


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
net = Net()
result = net(x), ms.grad(net)(x)
