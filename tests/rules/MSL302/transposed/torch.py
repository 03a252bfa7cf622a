"""Transposed convolutions pad nothing unless told."""

import torch
from torch import nn


class Stem(nn.Module):
    def __init__(self):
        super().__init__()
        self.up1 = nn.ConvTranspose2d(1, 1, 3, stride=2, bias=False)
        self.up2 = nn.ConvTranspose2d(1, 1, 2, stride=2, bias=False)
        for weight in self.parameters():
            nn.init.ones_(weight)

    def forward(self, x):
        x = self.up1(x)
        x = self.up2(x)
        return x


result = Stem()(torch.arange(16.0).reshape(1, 1, 4, 4))
