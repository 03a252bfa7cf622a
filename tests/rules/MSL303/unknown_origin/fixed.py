"""Wherever it comes from, it moves one step at a time."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Detector(nn.Cell):
    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2d(2, stride=2)

    def construct(self, x):
        return self.pool(x)


result = Detector()(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
