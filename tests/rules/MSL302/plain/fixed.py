"""The default pads."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 1, 3, weight_init='ones', pad_mode='valid')
        self.conv2 = nn.Conv2d(1, 1, (1, 3), stride=2, padding=0, weight_init='ones', pad_mode='valid')
        self.conv3 = nn.Conv2d(1, 1, 1, stride=2, weight_init='ones')

    def construct(self, x):
        x = self.conv1(x)
        x = self.conv2(x)
        x = self.conv3(x)
        return x


result = Stem()(ms.Tensor(np.arange(144, dtype=np.float32).reshape(1, 1, 12, 12)))
