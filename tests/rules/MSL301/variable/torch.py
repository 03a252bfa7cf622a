"""The padding comes from the caller."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, kernel_size, padding):
        super().__init__()
        self.conv = nn.Conv2d(1, 1, kernel_size, 1, padding, bias=False)
        nn.init.ones_(self.conv.weight)

    def forward(self, x):
        return self.conv(x)


images = torch.arange(36.0).reshape(1, 1, 6, 6)
result = Block(3, 1)(images) + Block(5, 2)(images)
