"""A residual block with a shortcut that may be None."""

import torch
from torch import nn


class Residual(nn.Module):
    def __init__(self, shortcut=None):
        super().__init__()
        self.body = nn.ReLU()
        self.shortcut = shortcut

    def forward(self, x):
        identity = x if self.shortcut is None else self.shortcut(x)
        return self.body(x) + identity


result = Residual()(torch.arange(-3.0, 3.0))
