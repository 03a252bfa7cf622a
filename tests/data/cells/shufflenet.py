"""A ShuffleNetV2: channels split, shuffled and joined."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


def channel_shuffle(x, groups):
    b, c, h, w = x.shape
    x = x.reshape(b, groups, c // groups, h, w)
    x = x.transpose(0, 2, 1, 3, 4)
    return x.reshape(b, c, h, w)


class ShuffleBlock(nn.Cell):
    def __init__(self, in_channels, out_channels, stride):
        super().__init__()
        self.stride = stride
        branch = out_channels // 2
        inputs = in_channels if stride > 1 else branch
        if stride > 1:
            self.branch1 = nn.SequentialCell(
                nn.Conv2d(in_channels, in_channels, 3, stride, "pad", 1, group=in_channels),
                nn.BatchNorm2d(in_channels),
                nn.Conv2d(in_channels, branch, 1),
                nn.BatchNorm2d(branch),
                nn.ReLU(),
            )
        self.branch2 = nn.SequentialCell(
            nn.Conv2d(inputs, branch, 1),
            nn.BatchNorm2d(branch),
            nn.ReLU(),
            nn.Conv2d(branch, branch, 3, stride, "pad", 1, group=branch),
            nn.BatchNorm2d(branch),
            nn.Conv2d(branch, branch, 1),
            nn.BatchNorm2d(branch),
            nn.ReLU(),
        )

    def construct(self, x):
        if self.stride == 1:
            x1, x2 = ops.chunk(x, 2, axis=1)
            out = ops.concat((x1, self.branch2(x2)), axis=1)
        else:
            out = ops.concat((self.branch1(x), self.branch2(x)), axis=1)
        return channel_shuffle(out, 2)


class ShuffleNet(nn.Cell):
    def __init__(self, widths=(16, 24, 48, 64), counts=(2, 2), num_classes=10):
        super().__init__()
        self.conv1 = nn.SequentialCell(nn.Conv2d(3, widths[0], 3, 2, "pad", 1), nn.BatchNorm2d(widths[0]), nn.ReLU())
        self.max_pool = nn.MaxPool2d(3, 2, pad_mode="same")
        stages = []
        channels = widths[0]
        for width, count in zip(widths[1:], counts):
            for index in range(count):
                stages.append(ShuffleBlock(channels, width, 2 if index == 0 else 1))
                channels = width
        self.stages = nn.SequentialCell(stages)
        self.conv5 = nn.SequentialCell(nn.Conv2d(channels, widths[-1], 1), nn.BatchNorm2d(widths[-1]), nn.ReLU())
        self.fc = nn.Dense(widths[-1], num_classes)

    def construct(self, x):
        x = self.conv1(x)
        x = self.max_pool(x)
        x = self.stages(x)
        x = self.conv5(x)
        x = x.mean((2, 3))
        return self.fc(x)


result = ShuffleNet()(ms.Tensor(np.ones((2, 3, 64, 64), np.float32)))
