"""Padded convolutions."""

import torch
from torch import nn


class Stem(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 1, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(1, 1, 3, stride=2, padding=1, bias=False)
        for weight in self.parameters():
            nn.init.ones_(weight)

    def forward(self, x):
        x = self.conv1(x)
        x = self.conv2(x)
        return x


result = Stem()(torch.arange(64.0).reshape(1, 1, 8, 8))
