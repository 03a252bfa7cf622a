"""A lambda in a dict."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.functions = {"square": lambda value: value * value}

    def construct(self, x):
        return self.functions["square"](x)  # expect: MSL649


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
