"""A layer that clips by default from 0 to 2."""

import torch
from torch import nn


class Clip(nn.Module):
    def __init__(self, low=0.0, high=2.0, momentum=0.1):
        super().__init__()
        self.low = low
        self.high = high
        self.norm = nn.BatchNorm1d(3, momentum=momentum)

    def forward(self, x):
        return torch.clamp(self.norm(x), self.low, self.high)


result = Clip().eval()(torch.arange(6.0).reshape(2, 3))
