"""A DenseNet: each layer takes all that came before."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class DenseLayer(nn.Cell):
    def __init__(self, in_channels, growth, bottleneck=4):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(in_channels)
        self.relu1 = nn.ReLU()
        self.conv1 = nn.Conv2d(in_channels, bottleneck * growth, 1)
        self.norm2 = nn.BatchNorm2d(bottleneck * growth)
        self.relu2 = nn.ReLU()
        self.conv2 = nn.Conv2d(bottleneck * growth, growth, 3, pad_mode="pad", padding=1)

    def construct(self, features):
        x = ops.concat(features, axis=1)
        x = self.conv1(self.relu1(self.norm1(x)))
        return self.conv2(self.relu2(self.norm2(x)))


class DenseBlock(nn.Cell):
    def __init__(self, count, in_channels, growth):
        super().__init__()
        self.layers = nn.CellList()
        for index in range(count):
            self.layers.append(DenseLayer(in_channels + index * growth, growth))

    def construct(self, x):
        features = (x,)
        for layer in self.layers:
            features += (layer(features),)
        return ops.concat(features, axis=1)


class Transition(nn.Cell):
    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.norm = nn.BatchNorm2d(in_channels)
        self.relu = nn.ReLU()
        self.conv = nn.Conv2d(in_channels, out_channels, 1)
        self.pool = nn.AvgPool2d(2, 2)

    def construct(self, x):
        x = self.norm(x)
        x = self.relu(x)
        x = self.conv(x)
        return self.pool(x)


class DenseNet(nn.Cell):
    def __init__(self, growth=8, blocks=(2, 3, 2), stem=16, num_classes=10):
        super().__init__()
        self.stem = nn.SequentialCell(
            nn.Conv2d(3, stem, 3, 2, pad_mode="pad", padding=1), nn.BatchNorm2d(stem), nn.ReLU()
        )
        channels = stem
        stages = []
        for index, count in enumerate(blocks):
            stages.append(DenseBlock(count, channels, growth))
            channels = channels + count * growth
            if index != len(blocks) - 1:
                stages.append(Transition(channels, channels // 2))
                channels = channels // 2
        self.stages = nn.SequentialCell(stages)
        self.norm = nn.BatchNorm2d(channels)
        self.classifier = nn.Dense(channels, num_classes)

    def construct(self, x):
        x = self.stages(self.stem(x))
        x = ops.relu(self.norm(x))
        x = ops.mean(x, (2, 3))
        return self.classifier(x)


result = DenseNet()(ms.Tensor(np.ones((2, 3, 32, 32), np.float32)))
