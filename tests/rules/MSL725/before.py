"""Two branches that shrink the image differently."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.left = nn.Conv2d(3, 4, 3, 2, "pad", 1, has_bias=True)
        self.right = nn.MaxPool2d(3, 1, pad_mode="pad", padding=1)  # expect: MSL746

    def construct(self, x):
        return ops.concat([self.left(x), self.right(x)], 1).shape  # expect: MSL725


result = Net()(ms.Tensor(np.ones((2, 3, 16, 16), np.float32)))
