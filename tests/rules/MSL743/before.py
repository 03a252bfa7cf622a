"""A coder with two methods of its own: one of the methods is gone."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Coder(nn.Cell):  # expect: MSL743
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(x) * 2


coder = Coder()
result = getattr(coder, "decode")(coder(ms.Tensor(np.arange(-3, 3, dtype=np.float32))))
