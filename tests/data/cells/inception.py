"""A GoogLeNet: four branches side by side."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class BasicConv(nn.Cell):
    def __init__(self, in_channels, out_channels, **kwargs):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, **kwargs)
        self.bn = nn.BatchNorm2d(out_channels, eps=0.001)
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(self.bn(self.conv(x)))


class Inception(nn.Cell):
    def __init__(self, in_channels, ch1x1, ch3x3red, ch3x3, ch5x5red, ch5x5, pool_proj):
        super().__init__()
        self.branch1 = BasicConv(in_channels, ch1x1, kernel_size=1)
        self.branch2 = nn.SequentialCell(
            BasicConv(in_channels, ch3x3red, kernel_size=1),
            BasicConv(ch3x3red, ch3x3, kernel_size=3, pad_mode="pad", padding=1),
        )
        self.branch3 = nn.SequentialCell(
            BasicConv(in_channels, ch5x5red, kernel_size=1),
            BasicConv(ch5x5red, ch5x5, kernel_size=5, pad_mode="pad", padding=2),
        )
        self.pool = nn.MaxPool2d(3, 1, pad_mode="same")
        self.branch4 = BasicConv(in_channels, pool_proj, kernel_size=1)

    def construct(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2(x)
        branch3 = self.branch3(x)
        branch4 = self.branch4(self.pool(x))
        return ops.concat((branch1, branch2, branch3, branch4), axis=1)


class GoogLeNet(nn.Cell):
    def __init__(self, num_classes=10):
        super().__init__()
        self.conv1 = BasicConv(3, 16, kernel_size=7, stride=2, pad_mode="pad", padding=3)
        self.pool1 = nn.MaxPool2d(3, 2, pad_mode="same")
        self.inception3a = Inception(16, 8, 12, 16, 2, 4, 4)
        self.inception3b = Inception(32, 16, 16, 24, 4, 12, 8)
        self.pool2 = nn.MaxPool2d(2, 2, pad_mode="same")
        self.inception4a = Inception(60, 24, 12, 26, 2, 6, 8)
        self.dropout = nn.Dropout(p=0.2)
        self.fc = nn.Dense(64, num_classes)

    def construct(self, x):
        x = self.pool1(self.conv1(x))
        x = self.inception3a(x)
        x = self.inception3b(x)
        x = self.pool2(x)
        x = self.inception4a(x)
        x = ops.mean(x, (2, 3))
        x = self.dropout(x)
        return self.fc(x)


result = GoogLeNet()(ms.Tensor(np.ones((2, 3, 64, 64), np.float32)))
