"""A convolution that pads by 1, and a normalization: the kernel is another one."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 5, pad_mode="pad", padding=2, weight_init="ones")  # expect: MSL746
        self.norm = nn.BatchNorm2d(2, eps=0.5, momentum=0.9)

    def construct(self, x):
        return ops.relu(self.norm(self.conv(x)))


block = Block().set_train(False)
result = block(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
