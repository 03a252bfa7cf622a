"""A U-Net: what goes down is joined to what comes up."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class DoubleConv(nn.Cell):
    def __init__(self, in_channels, out_channels, mid_channels=None):
        super().__init__()
        mid_channels = mid_channels or out_channels
        self.double_conv = nn.SequentialCell(
            [
                nn.Conv2d(in_channels, mid_channels, 3, pad_mode="pad", padding=1),
                nn.BatchNorm2d(mid_channels),
                nn.ReLU(),
                nn.Conv2d(mid_channels, out_channels, 3, pad_mode="pad", padding=1),
                nn.BatchNorm2d(out_channels),
                nn.ReLU(),
            ]
        )

    def construct(self, x):
        return self.double_conv(x)


class Down(nn.Cell):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.pool = nn.MaxPool2d(2, 2)
        self.conv = DoubleConv(in_channels, out_channels)

    def construct(self, x):
        return self.conv(self.pool(x))


class Up(nn.Cell):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.up = nn.Conv2dTranspose(in_channels, in_channels // 2, 2, 2, pad_mode="valid")
        self.conv = DoubleConv(in_channels, out_channels)

    def construct(self, x1, x2):
        x1 = self.up(x1)
        x = ops.concat((x2, x1), axis=1)
        return self.conv(x)


class UNet(nn.Cell):
    def __init__(self, n_channels=3, n_classes=4):
        super().__init__()
        self.inc = DoubleConv(n_channels, 8)
        self.down1 = Down(8, 16)
        self.down2 = Down(16, 32)
        self.down3 = Down(32, 64)
        self.up1 = Up(64, 32)
        self.up2 = Up(32, 16)
        self.up3 = Up(16, 8)
        self.outc = nn.Conv2d(8, n_classes, 1, has_bias=True)

    def construct(self, x):
        x1 = self.inc(x)
        x2 = self.down1(x1)
        x3 = self.down2(x2)
        x4 = self.down3(x3)
        x = self.up1(x4, x3)
        x = self.up2(x, x2)
        x = self.up3(x, x1)
        return self.outc(x)


result = UNet()(ms.Tensor(np.ones((1, 3, 32, 32), np.float32)))
