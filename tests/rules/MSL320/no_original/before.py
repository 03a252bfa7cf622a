"""The file says where it comes from: torchvision."""

import mindspore as ms
import numpy as np
from mindspore import nn


class ResNet(nn.Cell):
    """ResNet of torchvision."""

    def __init__(self):
        super().__init__()
        self.maxpool = nn.MaxPool2d(kernel_size=3, stride=2, pad_mode='same')  # expect: MSL320 (no fix)
        self.mean = nn.AvgPool2d(3, 1, pad_mode='same')  # expect: MSL320 (no fix)

    def construct(self, x):
        return self.maxpool(x) if x.ndim == 4 else self.mean(x)


result = ResNet()(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
