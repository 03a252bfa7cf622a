"""Another name."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.known_names = 2
        self.fc = nn.Dense(4, 3)

    def construct(self, x):
        return self.fc(x) * self.known_names


result = Net()(ms.Tensor(np.ones((2, 4), np.float32))).shape
