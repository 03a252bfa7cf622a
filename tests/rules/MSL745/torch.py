"""A convolution with a normalization behind it."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 1, bias=False)
        self.norm = nn.BatchNorm2d(2, eps=0.5)

    def forward(self, x):
        return torch.relu(self.norm(self.conv(x)))


block = Block().eval()
nn.init.ones_(block.conv.weight)
result = block(torch.arange(16.0).reshape(1, 1, 4, 4)).detach()
