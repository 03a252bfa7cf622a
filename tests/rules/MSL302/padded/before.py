"""With a stride, the default pads elsewhere: more below and right than above and left."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 1, 3, weight_init='ones')
        self.conv2 = nn.Conv2d(1, 1, 3, stride=2, weight_init='ones')  # expect: MSL302

    def construct(self, x):
        x = self.conv1(x)
        x = self.conv2(x)
        return x


result = Stem()(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
