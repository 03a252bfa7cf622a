"""Momenta of all kinds."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(1, momentum=0.01)
        self.bn2 = nn.BatchNorm2d(1, 1e-5, 0.75)
        self.bn3 = nn.BatchNorm2d(1)

    def forward(self, x):
        return self.bn3(self.bn2(self.bn1(x)))


net = Net()
net(torch.arange(32.0).reshape(2, 1, 4, 4))
result = net.bn1.running_mean, net.bn2.running_mean
