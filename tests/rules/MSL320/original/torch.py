"""Poolings with paddings."""

import torch
from torch import nn


class Pools(nn.Module):
    def __init__(self):
        super().__init__()
        self.pool1 = nn.MaxPool2d(3, stride=2, padding=1)
        self.pool2 = nn.AvgPool2d(3, 1, 1)
        self.pool3 = nn.AvgPool2d(3, 1, padding=1, count_include_pad=False)
        self.pool4 = nn.MaxPool2d(3, 1, 1)
        self.pool5 = nn.MaxPool2d(2, 2)

    def forward(self, x):
        x = self.pool3(self.pool2(self.pool1(x)))
        return self.pool5(self.pool4(x))


result = Pools()(torch.arange(256.0).reshape(1, 1, 16, 16))
