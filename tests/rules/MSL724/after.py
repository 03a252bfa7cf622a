"""A shortcut without its stride, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Block(nn.Cell):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 3, stride, "pad", 1, has_bias=True)
        self.conv2 = nn.Conv2d(width, width, 3, 1, "pad", 1, has_bias=True)
        self.down = None
        if stride != 1 or channels != width:
            self.down = nn.Conv2d(channels, width, 1, stride, has_bias=True)

    def construct(self, x):
        y = self.conv2(self.conv1(x))
        if self.down is not None:
            x = self.down(x)
        return x + y


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.block1 = Block(3, 8, 1)
        self.block2 = Block(8, 16, 2)

    def construct(self, x):
        return self.block2(self.block1(x)).shape


result = Net()(ms.Tensor(np.ones((2, 3, 16, 16), np.float32)))
