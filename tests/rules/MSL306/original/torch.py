"""Paddings in numbers."""

import torch
from torch import nn


class Stem(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 1, 7, stride=2, padding=3, bias=False)
        self.conv2 = nn.Conv2d(1, 1, 3, padding=1, bias=False)
        self.conv3 = nn.Conv2d(1, 1, 3, bias=False)
        self.conv4 = nn.Conv2d(1, 1, 2, 2, bias=False)
        self.up = nn.ConvTranspose2d(1, 1, 4, 2, 1, bias=False)
        for weight in self.parameters():
            nn.init.ones_(weight)

    def forward(self, x):
        x = self.conv2(self.conv1(x))
        return self.up(self.conv4(self.conv3(x)))


result = Stem()(torch.arange(400.0).reshape(1, 1, 20, 20))
