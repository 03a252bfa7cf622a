"""What was ported."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, width=6):
        super().__init__()
        self.point = nn.Conv2d(3, width, 1)
        self.depth = nn.Conv2d(width, width, 3, groups=width)

    def forward(self, x):
        return self.depth(self.point(x)).shape


result = tuple(Net()(torch.ones(2, 3, 16, 16)))
