"""One class is a Cell already, the other one still a Module."""

import mindspore.nn as mnn
import torch
from torch import nn


class Stem(mnn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = mnn.Conv2d(3, 8, 7, 2, pad_mode="pad", padding=3)
        self.blocks = nn.ModuleList([mnn.ReLU()])  # expect: MSL103

    def construct(self, x):
        x = self.conv(x)
        for block in self.blocks:
            x = block(x)
        return x


class Head(nn.Module):  # expect: MSL101
    def __init__(self, classes):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)  # expect: MSL103
        self.fc = nn.Linear(8, classes)  # expect: MSL103
        for parameter in self.parameters():  # expect: MSL103
            parameter.requires_grad = False

    def forward(self, x):  # expect: MSL102
        x = self.pool(x).flatten(1)
        x = x / x.size(1)  # expect: MSL104
        return torch.relu(self.fc(x))  # expect: MSL103
