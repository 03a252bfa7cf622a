"""An EfficientNet: MBConv blocks with squeeze and excitation."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class SqueezeExcite(nn.Cell):
    def __init__(self, channels, reduced):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.reduce = nn.Conv2d(channels, reduced, 1, has_bias=True)
        self.expand = nn.Conv2d(reduced, channels, 1, has_bias=True)
        self.act = nn.SiLU()

    def construct(self, x):
        scale = self.pool(x)
        scale = self.act(self.reduce(scale))
        scale = ops.sigmoid(self.expand(scale))
        return x * scale


class MBConv(nn.Cell):
    def __init__(self, in_channels, out_channels, expand, kernel_size, stride):
        super().__init__()
        hidden = in_channels * expand
        self.has_residual = stride == 1 and in_channels == out_channels
        self.has_expand = expand > 1
        if self.has_expand:
            self.expand_conv = nn.Conv2d(in_channels, hidden, 1)
            self.expand_bn = nn.BatchNorm2d(hidden)
        self.depth_conv = nn.Conv2d(hidden, hidden, kernel_size, stride, pad_mode="same", group=hidden)
        self.depth_bn = nn.BatchNorm2d(hidden)
        self.se = SqueezeExcite(hidden, max(1, in_channels // 4))
        self.project_conv = nn.Conv2d(hidden, out_channels, 1)
        self.project_bn = nn.BatchNorm2d(out_channels)
        self.act = nn.SiLU()

    def construct(self, x):
        shortcut = x
        if self.has_expand:
            x = self.act(self.expand_bn(self.expand_conv(x)))
        x = self.act(self.depth_bn(self.depth_conv(x)))
        x = self.se(x)
        x = self.project_bn(self.project_conv(x))
        if self.has_residual:
            x = x + shortcut
        return x


class EfficientNet(nn.Cell):
    def __init__(self, num_classes=10):
        super().__init__()
        self.stem = nn.Conv2d(3, 16, 3, 2, pad_mode="same")
        self.bn = nn.BatchNorm2d(16)
        self.act = nn.SiLU()
        blocks = []
        channels = 16
        for width, count, expand, kernel_size, stride in [(8, 1, 1, 3, 1), (12, 2, 6, 3, 2), (20, 2, 6, 5, 2)]:
            for index in range(count):
                blocks.append(MBConv(channels, width, expand, kernel_size, stride if index == 0 else 1))
                channels = width
        self.blocks = nn.SequentialCell(*blocks)
        self.head = nn.Conv2d(channels, 64, 1)
        self.head_bn = nn.BatchNorm2d(64)
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Dense(64, num_classes)

    def construct(self, x):
        x = self.act(self.bn(self.stem(x)))
        x = self.blocks(x)
        x = self.act(self.head_bn(self.head(x)))
        x = self.pool(x).reshape(x.shape[0], -1)
        return self.fc(x)


result = EfficientNet()(ms.Tensor(np.ones((2, 3, 64, 64), np.float32)))
