"""The padding that keeps the size."""

import torch
from torch import nn


class ConvBNReLU(nn.Sequential):
    def __init__(self, in_planes, out_planes, kernel_size=3, stride=1, groups=1):
        padding = (kernel_size - 1) // 2
        super().__init__(
            nn.Conv2d(in_planes, out_planes, kernel_size, stride, padding, groups=groups, bias=False),
            nn.ReLU(),
        )
        nn.init.ones_(self[0].weight)


result = ConvBNReLU(1, 2, 3)(torch.arange(36.0).reshape(1, 1, 6, 6))
