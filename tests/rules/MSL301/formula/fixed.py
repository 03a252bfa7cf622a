"""The formula is no mode, and wants one."""

import mindspore as ms
import numpy as np
from mindspore import nn


class ConvBNReLU(nn.SequentialCell):
    def __init__(self, in_planes, out_planes, kernel_size=3, stride=1, groups=1):
        padding = (kernel_size - 1) // 2
        super().__init__(
            nn.Conv2d(in_planes, out_planes, kernel_size, stride, pad_mode="pad", padding=padding, group=groups, weight_init='ones'),
            nn.ReLU(),
        )


class Conv(nn.Cell):
    def __init__(self, c1, c2, k, s=1, pad=1):
        super().__init__()
        self.conv1 = nn.Conv2d(c1, c2, k, s, padding=k // 2, pad_mode="pad")
        self.conv2 = nn.Conv2d(c1, c2, 3, s, padding=pad, pad_mode="pad")

    def construct(self, x):
        return self.conv1(self.conv2(x))


result = ConvBNReLU(1, 2, 3)(ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6)))
