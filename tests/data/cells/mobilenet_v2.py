"""A MobileNetV2: inverted residuals with depthwise convolutions."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class ConvBNReLU(nn.SequentialCell):
    def __init__(self, in_channels, out_channels, kernel_size=3, stride=1, groups=1):
        padding = (kernel_size - 1) // 2
        super().__init__(
            nn.Conv2d(in_channels, out_channels, kernel_size, stride, "pad", padding, group=groups),
            nn.BatchNorm2d(out_channels),
            nn.ReLU6(),
        )


class InvertedResidual(nn.Cell):
    def __init__(self, in_channels, out_channels, stride, expand):
        super().__init__()
        hidden = int(round(in_channels * expand))
        self.use_shortcut = stride == 1 and in_channels == out_channels
        layers = []
        if expand != 1:
            layers.append(ConvBNReLU(in_channels, hidden, kernel_size=1))
        layers.extend(
            [
                ConvBNReLU(hidden, hidden, stride=stride, groups=hidden),
                nn.Conv2d(hidden, out_channels, kernel_size=1),
                nn.BatchNorm2d(out_channels),
            ]
        )
        self.conv = nn.SequentialCell(layers)

    def construct(self, x):
        if self.use_shortcut:
            return x + self.conv(x)
        return self.conv(x)


class MobileNetV2(nn.Cell):
    settings = [[1, 8, 1, 1], [6, 12, 2, 2], [6, 16, 3, 2]]

    def __init__(self, num_classes=10, last=64):
        super().__init__()
        channels = 16
        features = [ConvBNReLU(3, channels, stride=2)]
        for expand, width, count, stride in self.settings:
            for index in range(count):
                features.append(InvertedResidual(channels, width, stride if index == 0 else 1, expand))
                channels = width
        features.append(ConvBNReLU(channels, last, kernel_size=1))
        self.features = nn.SequentialCell(features)
        self.dropout = nn.Dropout(p=0.2)
        self.classifier = nn.Dense(last, num_classes)

    def construct(self, x):
        x = self.features(x)
        x = ops.mean(x, axis=(2, 3))
        x = self.dropout(x)
        return self.classifier(x)


result = MobileNetV2()(ms.Tensor(np.ones((2, 3, 64, 64), np.float32)))
