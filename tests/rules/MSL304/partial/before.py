"""The number goes with them."""

from functools import partial

import mindspore as ms
import numpy as np
from mindspore import nn

ARGUMENTS = {'eps': 1e-5, 'momentum': 0.1}  # expect: MSL304


class Block(nn.Cell):
    def __init__(self, channels, norm_layer=partial(nn.BatchNorm2d, momentum=0.03)):  # expect: MSL304
        super().__init__()
        self.bn1 = norm_layer(channels)
        self.bn2 = nn.BatchNorm2d(channels, **ARGUMENTS)

    def construct(self, x):
        return self.bn2(self.bn1(x))


images = ms.Tensor(np.arange(32, dtype=np.float32).reshape(2, 1, 4, 4))
norm = partial(nn.BatchNorm2d, momentum=0.1)(1)  # expect: MSL304
norm.set_train()
norm(images)
result = norm.moving_mean
