"""A convolution with a normalization behind it: the normalization is there, in a container."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        # under another name, and in a container
        self.body = nn.SequentialCell(
            nn.Conv2d(1, 2, 1, pad_mode="valid", weight_init="ones"), nn.BatchNorm2d(2, eps=0.5, momentum=0.9)
        )

    def construct(self, x):
        return ops.relu(self.body(x))


block = Block().set_train(False)
result = block(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
