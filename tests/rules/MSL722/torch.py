"""What was ported."""

import torch
from torch import nn


class ConvNorm(nn.Sequential):
    def __init__(self, channels, width):
        super().__init__(nn.Conv2d(channels, width, 3, bias=False), nn.BatchNorm2d(width))


class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.first = ConvNorm(3, width)
        self.second = nn.Conv2d(width, 2 * width, 1)
        self.norm = nn.GroupNorm(4, 2 * width)

    def forward(self, x):
        return self.norm(self.second(self.first(x))).shape


result = tuple(Net()(torch.ones(2, 3, 16, 16)))
