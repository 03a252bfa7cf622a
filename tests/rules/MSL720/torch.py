"""What was ported."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, widths=(16, 32)):
        super().__init__()
        layers = []
        channels = 3
        for width in widths:
            layers += [nn.Conv2d(channels, width, 3, padding=1), nn.ReLU()]
            channels = width
        self.features = nn.Sequential(*layers)
        self.head = nn.Conv2d(channels, 8, 1)

    def forward(self, x):
        return self.head(self.features(x)).mean((2, 3)).shape


result = tuple(Net()(torch.ones(2, 3, 16, 16)))
