"""All three agree; two that differ have no majority."""

import mindspore as ms
import numpy as np
from mindspore import nn


class ConvBlock(nn.Cell):
    def __init__(self, in_channels, kernel, out_channels):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, kernel, weight_init="ones")

    def construct(self, x):
        return self.conv(x)


class Branches(nn.Cell):
    def __init__(self):
        super().__init__()
        self.branch1_out1 = ConvBlock(1, 3, 1)
        self.branch2_out1 = ConvBlock(1, 3, 1)
        self.branch3_out1 = ConvBlock(1, 3, 1)
        self.branch1_out3 = ConvBlock(1, 1, 1)
        self.branch2_out3 = ConvBlock(1, 1, 1)
        self.branch3_out3 = ConvBlock(1, 1, 1)
        self.gate1_conv1 = ConvBlock(1, 1, 1)
        self.gate1_conv2 = ConvBlock(1, 3, 1)

    def construct(self, x):
        gate = self.gate1_conv2(self.gate1_conv1(x))
        first = self.branch1_out3(self.branch1_out1(x))
        second = self.branch2_out3(self.branch2_out1(x))
        third = self.branch3_out3(self.branch3_out1(x))
        return first + second + third + 0 * gate


result = Branches()(ms.Tensor(np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3)))
