"""Norms that come first by design are left alone."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Stack(nn.Cell):
    def __init__(self):
        super().__init__()
        self.layers = nn.SequentialCell(
            nn.Conv2d(4, 4, 1, weight_init=0.1),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.Conv2d(4, 4, 3, weight_init=0.1),
            nn.BatchNorm2d(4),
            nn.ReLU(),
            nn.Conv2d(4, 4, 1, weight_init=0.1),
            nn.BatchNorm2d(4),
        )

    def construct(self, x):
        return self.layers(x)


class NormFirst(nn.Cell):
    """Norm, activation, convolution; and a norm between two convolutions."""

    def __init__(self):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(4)
        self.conv1 = nn.Conv2d(4, 4, 1)
        self.norm2 = nn.BatchNorm2d(4)
        self.conv2 = nn.Conv2d(4, 4, 3)
        self.depth = nn.Conv2d(4, 4, 3, group=4)
        self.norm3 = nn.BatchNorm2d(4)
        self.point = nn.Conv2d(4, 4, 1)
        self.relu = nn.ReLU()

    def construct(self, x):
        x = self.conv1(self.relu(self.norm1(x)))
        x = self.conv2(self.relu(self.norm2(x)))
        return self.point(self.norm3(self.depth(x)))


result = Stack().set_train()(ms.Tensor(np.arange(-64, 64, dtype=np.float32).reshape(2, 4, 4, 4)))
