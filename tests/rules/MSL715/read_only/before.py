"""`exist_names` is a property of Cell that cannot be set, `phase` one that takes text."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.phase = None  # expect: MSL715 (no fix)
        self.exist_names = 2  # expect: MSL715 (no fix)
        self.fc = nn.Dense(4, 3)

    def construct(self, x):
        return self.fc(x) * self.exist_names


result = Net()(ms.Tensor(np.ones((2, 4), np.float32))).shape
