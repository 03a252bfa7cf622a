"""A layer that squares what it gives where it is asked to."""

import torch
from torch import nn


class Scale(nn.Module):
    def __init__(self, factor, squared=False, inplace=False):
        super().__init__()
        self.factor = factor
        self.squared = squared
        self.relu = nn.ReLU(inplace=inplace)

    def forward(self, x):
        x = self.relu(x) * self.factor
        return x * x if self.squared else x


result = Scale(3.0, True)(torch.arange(6.0))
