"""Numbers where they count; 'same' where it comes to the same."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stem(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 1, 7, stride=2, pad_mode='pad', padding=3, weight_init='ones')
        self.conv2 = nn.Conv2d(1, 1, 3, pad_mode='same', weight_init='ones')
        self.conv3 = nn.Conv2d(1, 1, 3, pad_mode='valid', weight_init='ones')
        self.conv4 = nn.Conv2d(1, 1, 2, 2, pad_mode='same', weight_init='ones')
        self.up = nn.Conv2dTranspose(1, 1, 4, 2, pad_mode='same', weight_init='ones')

    def construct(self, x):
        x = self.conv2(self.conv1(x))
        return self.up(self.conv4(self.conv3(x)))


result = Stem()(ms.Tensor(np.arange(400, dtype=np.float32).reshape(1, 1, 20, 20)))
