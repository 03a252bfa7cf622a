"""One layer that is meant for both inputs, and branches that call it once."""

import numpy as np
from mindspore import Tensor, nn


class Pair(nn.Cell):
    def __init__(self, deep=True):
        super().__init__()
        self.deep = deep
        self.fc1 = nn.Dense(2, 2)
        self.fc2 = nn.Dense(2, 2)

    def construct(self, x, y):
        if self.deep:
            return self.fc2(self.fc1(x) + self.fc1(y))
        return self.fc2(x)


x = Tensor(np.array([[1.0, 2.0]], np.float32))
result = Pair()(x, x)
