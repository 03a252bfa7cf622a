"""One is forgotten, one is another."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2d(2)  # expect: MSL323
        self.gn = nn.GroupNorm(2, 2, 1.0)
        self.norm = nn.LayerNorm((4,), epsilon=1e-5)  # expect: MSL323

    def construct(self, x):
        return self.norm(self.gn(self.bn(x)))


result = Net()(ms.Tensor(np.arange(32, dtype=np.float32).reshape(1, 2, 4, 4)))
