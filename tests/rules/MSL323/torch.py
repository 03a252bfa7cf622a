"""Epsilons that are no defaults."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm2d(2, eps=1.0)
        self.gn = nn.GroupNorm(2, 2, 1.0)
        self.norm = nn.LayerNorm((4,), 2.0)

    def forward(self, x):
        return self.norm(self.gn(self.bn(x)))


result = Net().eval()(torch.arange(32.0).reshape(1, 2, 4, 4)).detach()
