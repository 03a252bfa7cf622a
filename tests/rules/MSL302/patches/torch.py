"""Patches that do not overlap."""

import torch
from torch import nn


class Stem(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(1, 1, 2, stride=2, bias=False)
        self.conv = nn.Conv2d(1, 1, 2, stride=2, dilation=2, bias=False)
        for weight in self.parameters():
            nn.init.ones_(weight)

    def forward(self, x):
        x = self.patches(x)
        x = self.conv(x)
        return x


result = Stem()(torch.arange(64.0).reshape(1, 1, 8, 8))
