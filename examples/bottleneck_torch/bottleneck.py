"""Pre-activation bottlenecks for an encoder and decoder, ported from original_torch.py."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


def conv1x1(inplanes, planes, stride=1):
    """pad_mode="pad" without padding is what torch's default is."""
    return nn.Conv2d(inplanes, planes, kernel_size=1, stride=stride, pad_mode="pad", has_bias=False)


class Bottleneck(nn.Cell):
    """1x1, 3x3, 1x1 with batch norm and ReLU before each, added to the identity."""

    def __init__(self, inplanes, planes, stride=1, fold=1, dilation=1):
        super().__init__()
        self.mode = mode
        self.fold = fold
        self.relu = nn.ReLU()

        width = planes // 4
        self.norm1 = nn.BatchNorm2d(inplanes, momentum=0.9)
        self.conv1 = conv1x1(inplanes, width)
        self.norm2 = nn.BatchNorm2d(width, momentum=0.9)
        self.conv2 = nn.Conv2d(
            width,
            width,
            kernel_size=3,
            stride=stride,
            pad_mode="pad",
            padding=dilation,
            dilation=dilation,
            has_bias=False,
        )
        self.norm3 = nn.BatchNorm2d(width, momentum=0.9)
        self.conv3 = conv1x1(width, planes)

        # for the decoder
        self.split_channels = ops.Reshape()
        self.add_up = ops.ReduceSum()

        if mode != "UP" and (stride > 1 or inplanes != planes):
            self.shortcut = nn.SequentialCell(
                nn.BatchNorm2d(inplanes, momentum=0.9),
                nn.ReLU(),
                conv1x1(inplanes, planes, stride),
            )
        else:
            self.shortcut = None

    def construct(self, x):
        if self.shortcut is not None:
            identity = self.shortcut(x)
        else:
            identity = x

        out = self.conv1(self.relu(self.norm1(x)))
        out = self.conv2(self.relu(self.norm2(out)))
        out = self.conv3(self.relu(self.norm3(out)))
        out += identity
        return out


class Stage(nn.Cell):
    """A few bottlenecks: the first changes the size, the others keep it."""

    def __init__(self, inplanes, planes, blocks, stride=1, dilation=1):
        super().__init__()
        layers = [Bottleneck(inplanes, planes, stride)]
        for _ in range(1, blocks):
            layers.append(Bottleneck(planes, planes, dilation=dilation))
        self.blocks = nn.SequentialCell(layers)

    def construct(self, x):
        return self.blocks(x)


class Hourglass(nn.Cell):
    """Down by two, up again, with one skip connection."""

    def __init__(self, planes):
        super().__init__()
        self.down = Stage(planes, 2 * planes, blocks=2, stride=2)
        self.narrow = Bottleneck(2 * planes, planes, 1, "UP", 2)
        self.upsample = nn.Upsample(scale_factor=2.0, mode="nearest", recompute_scale_factor=True)
        self.fuse = Bottleneck(2 * planes, planes, 1, "UP", 2)

    def construct(self, x):
        deep = self.upsample(self.narrow(self.down(x)))
        return self.fuse(ops.cat([x, deep], axis=1))


if __name__ == "__main__":
    images = ms.Tensor(np.random.randn(2, 64, 32, 32).astype(np.float32))
    print(Hourglass(64)(images).shape)
