"""Convolutions with a bias and without."""

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 1, 3, padding=1, bias=False)
        self.conv2 = nn.Conv2d(1, 1, 1)
        self.up = nn.ConvTranspose2d(1, 1, 2, 2, 0, 0, 1, True)
        for weight in self.parameters():
            nn.init.ones_(weight)

    def forward(self, x):
        return self.up(self.conv2(self.conv1(x)))


result = Head()(torch.arange(16.0).reshape(1, 1, 4, 4))
