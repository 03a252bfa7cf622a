"""What was ported."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.pool = nn.AdaptiveAvgPool2d(2)
        self.fc = nn.Linear(8 * 2 * 2, 5)

    def forward(self, x):
        x = self.pool(self.conv(x))
        return self.fc(torch.flatten(x, 1)).shape


result = tuple(Net()(torch.ones(2, 3, 16, 16)))
