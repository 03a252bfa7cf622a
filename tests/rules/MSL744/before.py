"""A residual block with a shortcut that may be None: None is called."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Residual(nn.Cell):
    def __init__(self, shortcut=None):
        super().__init__()
        self.body = nn.ReLU()
        self.shortcut = shortcut

    def construct(self, x):
        return self.body(x) + self.shortcut(x)  # expect: MSL744


result = Residual()(ms.Tensor(np.arange(-3, 3, dtype=np.float32)))
