"""What was ported."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.embed = nn.Conv2d(3, width, 4, stride=4)
        self.norm = nn.LayerNorm(width)

    def forward(self, x):
        x = self.embed(x).permute(0, 2, 3, 1)
        return self.norm(x).shape


result = tuple(Net()(torch.ones(2, 3, 16, 16)))
