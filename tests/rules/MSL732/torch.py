"""Three stages with the same activation."""

import torch
from torch import nn


def conv(channels):
    layer = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
    nn.init.constant_(layer.weight, 0.1)
    return layer



class StageA(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = conv(channels)
        self.norm = nn.BatchNorm2d(channels)
        self.act = nn.LeakyReLU(0.1)

    def forward(self, x):
        return self.act(self.norm(self.conv(x)))


class StageB(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = conv(channels)
        self.norm = nn.BatchNorm2d(channels)
        self.act = nn.LeakyReLU(0.1)

    def forward(self, x):
        return self.act(self.norm(self.conv(x)))


class StageC(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = conv(channels)
        self.norm = nn.BatchNorm2d(channels)
        self.act = nn.LeakyReLU(0.1)

    def forward(self, x):
        return self.act(self.norm(self.conv(x)))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = StageA(2)
        self.second = StageB(2)
        self.last = StageC(2)

    def forward(self, x):
        return self.last(self.second(self.first(x)))


result = Net().eval()(torch.arange(-16.0, 16.0).reshape(1, 2, 4, 4))
