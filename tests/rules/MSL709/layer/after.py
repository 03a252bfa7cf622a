"""Kernels that all differ are a design, and so is one of three where no other row goes along."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Branches(nn.Cell):
    def __init__(self):
        super().__init__()
        self.branch1_out1 = nn.Conv2d(1, 1, 3, weight_init="ones")
        self.branch2_out1 = nn.Conv2d(1, 1, 3, weight_init="ones")
        self.branch3_out1 = nn.Conv2d(1, 1, 3, weight_init="ones")
        self.branch1_out3 = nn.Conv2d(1, 1, 1, weight_init="ones")
        self.branch2_out3 = nn.Conv2d(1, 1, 1, weight_init="ones")
        self.branch3_out3 = nn.Conv2d(1, 1, 1, weight_init="ones")
        self.branch1_side = nn.Conv2d(1, 1, 3, weight_init="zeros")
        self.branch2_side = nn.Conv2d(1, 1, 5, weight_init="zeros")
        self.branch3_side = nn.Conv2d(1, 1, 7, weight_init="zeros")
        self.conv1 = nn.Conv2d(1, 1, 7, weight_init="zeros")
        self.conv2 = nn.Conv2d(1, 1, 3, weight_init="zeros")
        self.conv3 = nn.Conv2d(1, 1, 3, weight_init="zeros")

    def construct(self, x):
        first = self.branch1_out3(self.branch1_out1(x)) + self.branch1_side(x)
        second = self.branch2_out3(self.branch2_out1(x)) + self.branch2_side(x)
        third = self.branch3_out3(self.branch3_out1(x)) + self.branch3_side(x)
        return first + second + third + self.conv3(self.conv2(self.conv1(x)))


result = Branches()(ms.Tensor(np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3)))
