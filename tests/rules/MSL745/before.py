"""A convolution with a normalization behind it: the normalization is gone."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Block(nn.Cell):  # expect: MSL745
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 1, pad_mode="valid", weight_init="ones")

    def construct(self, x):
        return ops.relu(self.conv(x))


block = Block().set_train(False)
result = block(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
