"""A convolution that pads by 1, and a normalization: the same numbers, in MindSpore's words."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        # pads to 'same', which is 1 here; torch's momentum of 0.1 is 0.9
        self.conv = nn.Conv2d(1, 2, 3, weight_init="ones")
        self.norm = nn.BatchNorm2d(2, eps=0.5, momentum=0.9)

    def construct(self, x):
        return ops.relu(self.norm(self.conv(x)))


block = Block().set_train(False)
result = block(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
