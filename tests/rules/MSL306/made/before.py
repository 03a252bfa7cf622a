"""The stride is a parameter, and one of the blocks is made with 2. From PyTorch."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Unit(nn.Cell):
    def __init__(self, inplanes, planes, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(
            inplanes,
            planes,
            3,
            stride,
            pad_mode='same',  # expect: MSL306 (no fix)
            has_bias=True,
            weight_init='ones',
            bias_init='zeros',
        )

    def construct(self, x):
        return self.conv(x)


class Stack(nn.Cell):
    def __init__(self, block):
        super().__init__()
        self.layer1 = block(1, 2)
        self.layer2 = block(2, 1, 2)

    def construct(self, x):
        return self.layer2(self.layer1(x))


def stack():
    return Stack(Unit)


result = stack()(ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6)))
