"""The blocks that efficientnet.py was ported from: those with branches."""

import torch
from torch import nn


class SqueezeExcite(nn.Module):
    def __init__(self, channels, reduced):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.reduce = nn.Conv2d(channels, reduced, 1)
        self.expand = nn.Conv2d(reduced, channels, 1)
        self.act = nn.SiLU()

    def forward(self, x):
        scale = self.pool(x)
        scale = self.act(self.reduce(scale))
        scale = torch.sigmoid(self.expand(scale))
        return x * scale


class MBConv(nn.Module):
    def __init__(self, in_channels, out_channels, expand, kernel_size, stride):
        super().__init__()
        hidden = in_channels * expand
        self.has_residual = stride == 1 and in_channels == out_channels
        self.has_expand = expand > 1
        if self.has_expand:
            self.expand_conv = nn.Conv2d(in_channels, hidden, 1, bias=False)
            self.expand_bn = nn.BatchNorm2d(hidden)
        self.depth_conv = nn.Conv2d(hidden, hidden, kernel_size, stride, padding=kernel_size // 2, groups=hidden, bias=False)
        self.depth_bn = nn.BatchNorm2d(hidden)
        self.se = SqueezeExcite(hidden, max(1, in_channels // 4))
        self.project_conv = nn.Conv2d(hidden, out_channels, 1, bias=False)
        self.project_bn = nn.BatchNorm2d(out_channels)
        self.act = nn.SiLU()

    def forward(self, x):
        shortcut = x
        if self.has_expand:
            x = self.act(self.expand_bn(self.expand_conv(x)))
        x = self.act(self.depth_bn(self.depth_conv(x)))
        x = self.se(x)
        x = self.project_bn(self.project_conv(x))
        if self.has_residual:
            x = x + shortcut
        return x
