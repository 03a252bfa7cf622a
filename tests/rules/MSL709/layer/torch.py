"""Three branches of two convolutions; the last ones are 1x1."""

import torch
from torch import nn


def conv(kernel_size):
    layer = nn.Conv2d(1, 1, kernel_size, padding=kernel_size // 2, bias=False)
    nn.init.ones_(layer.weight)
    return layer


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.branch1_out1 = conv(3)
        self.branch2_out1 = conv(3)
        self.branch3_out1 = conv(3)
        self.branch1_out3 = conv(1)
        self.branch2_out3 = conv(1)
        self.branch3_out3 = conv(1)

    def forward(self, x):
        first = self.branch1_out3(self.branch1_out1(x))
        second = self.branch2_out3(self.branch2_out1(x))
        third = self.branch3_out3(self.branch3_out1(x))
        return first + second + third


result = Branches()(torch.arange(9.0).reshape(1, 1, 3, 3))
