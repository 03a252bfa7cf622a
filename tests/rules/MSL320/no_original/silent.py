"""Written for this framework."""

import mindspore as ms
import numpy as np
from mindspore import nn


class ResNet(nn.Cell):
    def __init__(self):
        super().__init__()
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, pad_mode='same')

    def construct(self, x):
        return self.maxpool(x)


result = ResNet()(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
