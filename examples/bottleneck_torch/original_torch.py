"""Pre-activation bottlenecks for an encoder and decoder, in PyTorch."""

import torch
from torch import nn


class Bottleneck(nn.Module):
    """1x1, 3x3, 1x1 with batch norm and ReLU before each, added to the identity.

    With mode "UP" the block is part of the decoder: it has `fold` times fewer channels at its
    end, and the identity is brought there by adding `fold` neighbouring channels up.
    """

    def __init__(self, inplanes, planes, stride=1, mode="NORM", fold=1, dilation=1):
        super().__init__()
        self.mode = mode
        self.fold = fold
        self.relu = nn.ReLU(inplace=True)

        width = planes // 4
        self.norm1 = nn.BatchNorm2d(inplanes)
        self.conv1 = nn.Conv2d(inplanes, width, kernel_size=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(
            width, width, kernel_size=3, stride=stride, padding=dilation, dilation=dilation, bias=False
        )
        self.norm3 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, planes, kernel_size=1, bias=False)

        if mode != "UP" and (stride > 1 or inplanes != planes):
            self.shortcut = nn.Sequential(
                nn.BatchNorm2d(inplanes),
                nn.ReLU(inplace=False),
                nn.Conv2d(inplanes, planes, kernel_size=1, stride=stride, bias=False),
            )
        else:
            self.shortcut = None

    def fold_channels(self, identity):
        n, c, h, w = identity.size()
        return identity.view(n, c // self.fold, self.fold, h, w).sum(2)

    def forward(self, x):
        if self.mode == "UP":
            identity = self.fold_channels(x)
        elif self.shortcut is not None:
            identity = self.shortcut(x)
        else:
            identity = x

        out = self.conv1(self.relu(self.norm1(x)))
        out = self.conv2(self.relu(self.norm2(out)))
        out = self.conv3(self.relu(self.norm3(out)))
        out += identity
        return out


class Stage(nn.Module):
    """A few bottlenecks: the first changes the size, the others keep it."""

    def __init__(self, inplanes, planes, blocks, stride=1, dilation=1):
        super().__init__()
        layers = [Bottleneck(inplanes, planes, stride)]
        for _ in range(1, blocks):
            layers.append(Bottleneck(planes, planes, dilation=dilation))
        self.blocks = nn.Sequential(*layers)

    def forward(self, x):
        return self.blocks(x)


class Hourglass(nn.Module):
    """Down by two, up again, with one skip connection."""

    def __init__(self, planes):
        super().__init__()
        self.down = Stage(planes, 2 * planes, blocks=2, stride=2)
        self.narrow = Bottleneck(2 * planes, planes, 1, "UP", 2)
        self.upsample = nn.Upsample(scale_factor=2, mode="nearest")
        self.fuse = Bottleneck(2 * planes, planes, 1, "UP", 2)

    def forward(self, x):
        deep = self.upsample(self.narrow(self.down(x)))
        return self.fuse(torch.cat([x, deep], dim=1))


if __name__ == "__main__":
    print(Hourglass(64)(torch.randn(2, 64, 32, 32)).shape)
