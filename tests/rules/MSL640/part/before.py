"""An attribute of a Cell within another one is set: the graph cannot."""

import numpy as np
from mindspore import Tensor, nn


class Scale(nn.Cell):
    def __init__(self):
        super().__init__()
        self.factor = 1.0

    def construct(self, x):
        return x * self.factor


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scale = Scale()

    def construct(self, x):
        self.scale.factor = 3.0  # expect: MSL640 (no fix)
        return self.scale(x)


result = Net()(Tensor(np.array([1.0, 2.0], np.float32)))
