"""A coder with two methods of its own: the method that others call is there."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Coder(nn.Cell):
    """`encode` became part of `construct`."""

    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(x) * 2

    def decode(self, x):
        return x / 2


coder = Coder()
result = coder.decode(coder(ms.Tensor(np.arange(-3, 3, dtype=np.float32))))
