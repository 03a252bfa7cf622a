"""Kernels that all differ are a design, and so are channels that grow."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Branches(nn.Cell):
    def __init__(self):
        super().__init__()
        self.branch1_out3 = nn.Conv2d(1, 1, 1, weight_init="ones")
        self.branch2_out3 = nn.Conv2d(1, 1, 1, weight_init="ones")
        self.branch3_out3 = nn.Conv2d(1, 1, 1, weight_init="ones")
        self.scale1_conv1 = nn.Conv2d(1, 1, 3, weight_init="zeros")
        self.scale1_conv2 = nn.Conv2d(1, 2, 5, weight_init="zeros")
        self.scale1_conv3 = nn.Conv2d(2, 1, 7, weight_init="zeros")

    def construct(self, x):
        small = self.branch1_out3(x) + self.branch2_out3(x) + self.branch3_out3(x)
        return small + self.scale1_conv3(self.scale1_conv2(self.scale1_conv1(x)))


result = Branches()(ms.Tensor(np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3)))
