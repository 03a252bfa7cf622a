"""The padding in numbers; one step at a time 'same' may well be meant. See torchvision."""

import mindspore as ms
import numpy as np
from mindspore import nn


class ResNet(nn.Cell):
    """ResNet of torchvision."""

    def __init__(self):
        super().__init__()
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, pad_mode='pad', padding=1)
        self.keep = nn.MaxPool2d(3, 1, pad_mode='same')

    def construct(self, x):
        return self.maxpool(x) if x.ndim == 4 else self.keep(x)


result = ResNet()(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
