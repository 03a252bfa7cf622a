"""A function in a dict."""

import numpy as np
from mindspore import Tensor, nn


def square(value):
    return value * value


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.functions = {"square": square}
        self.double = lambda value: value + value

    def construct(self, x):
        return self.functions["square"](x) + self.double(x) - x - x


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
