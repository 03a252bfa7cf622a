"""Another name."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self, to_float=None):
        super().__init__()
        self.is_float = to_float
        self.fc = nn.Dense(4, 3)

    def construct(self, x):
        return self.fc(x)


net = ms.amp.auto_mixed_precision(Net(), "O3")
result = net(ms.Tensor(np.ones((2, 4), np.float32))).shape
