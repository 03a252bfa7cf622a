"""What was ported."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.left = nn.Conv2d(3, 4, 3, 2, 1)
        self.right = nn.MaxPool2d(3, 2, 1)

    def forward(self, x):
        return torch.cat([self.left(x), self.right(x)], 1).shape


result = tuple(Net()(torch.ones(2, 3, 16, 16)))
