"""What was ported."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, channels, width, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, width, 3, stride, 1)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1)
        self.down = None
        if stride != 1 or channels != width:
            self.down = nn.Conv2d(channels, width, 1, stride)

    def forward(self, x):
        y = self.conv2(self.conv1(x))
        if self.down is not None:
            x = self.down(x)
        return x + y


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.block1 = Block(3, 8, 1)
        self.block2 = Block(8, 16, 2)

    def forward(self, x):
        return self.block2(self.block1(x)).shape


result = tuple(Net()(torch.ones(2, 3, 16, 16)))
