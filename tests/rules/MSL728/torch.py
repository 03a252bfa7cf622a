"""What was ported."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
        self.pool = nn.AdaptiveAvgPool2d(4)

    def forward(self, x):
        y = self.pool(self.conv(x))
        return y.reshape(x.shape[0], 8 * 4 * 4).shape


result = tuple(Net()(torch.ones(2, 3, 16, 16)))
