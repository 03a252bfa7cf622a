"""A grouped convolution without bias, after a leaky activation."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = nn.LeakyReLU(negative_slope=0.1)
        self.conv = nn.Conv2d(4, 4, 3, padding=1, groups=2, bias=False)
        nn.init.ones_(self.conv.weight)

    def forward(self, x):
        return self.conv(self.act(x))


result = Block()(torch.arange(-32.0, 32.0).reshape(1, 4, 4, 4))
