"""A detector: a backbone, a feature pyramid, heads for three sizes."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class ConvUnit(nn.Cell):
    def __init__(self, in_channels, out_channels, kernel_size=3, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels, out_channels, kernel_size, stride, pad_mode="pad", padding=kernel_size // 2
        )
        self.bn = nn.BatchNorm2d(out_channels)
        self.act = nn.LeakyReLU(0.1)

    def construct(self, x):
        return self.act(self.bn(self.conv(x)))


class Residual(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.reduce = ConvUnit(channels, channels // 2, 1)
        self.expand = ConvUnit(channels // 2, channels, 3)

    def construct(self, x):
        return x + self.expand(self.reduce(x))


class Backbone(nn.Cell):
    def __init__(self):
        super().__init__()
        self.stem = ConvUnit(3, 8, 3, 2)
        self.stage1 = nn.SequentialCell(ConvUnit(8, 16, 3, 2), Residual(16))
        self.stage2 = nn.SequentialCell(ConvUnit(16, 32, 3, 2), Residual(32), Residual(32))
        self.stage3 = nn.SequentialCell(ConvUnit(32, 64, 3, 2), Residual(64))

    def construct(self, x):
        x = self.stem(x)
        c3 = self.stage1(x)
        c4 = self.stage2(c3)
        c5 = self.stage3(c4)
        return c3, c4, c5


class FPN(nn.Cell):
    def __init__(self, channels=(16, 32, 64), out_channels=24):
        super().__init__()
        self.lateral3 = nn.Conv2d(channels[0], out_channels, 1, has_bias=True)
        self.lateral4 = nn.Conv2d(channels[1], out_channels, 1, has_bias=True)
        self.lateral5 = nn.Conv2d(channels[2], out_channels, 1, has_bias=True)
        self.smooth3 = ConvUnit(2 * out_channels, out_channels)
        self.smooth4 = ConvUnit(2 * out_channels, out_channels)
        self.upsample = nn.Upsample(scale_factor=2.0, mode="nearest", recompute_scale_factor=True)

    def construct(self, c3, c4, c5):
        p5 = self.lateral5(c5)
        p4 = ops.concat((self.lateral4(c4), self.upsample(p5)), 1)
        p4 = self.smooth4(p4)
        p3 = ops.concat((self.lateral3(c3), self.upsample(p4)), 1)
        p3 = self.smooth3(p3)
        return p3, p4, p5


class Head(nn.Cell):
    def __init__(self, in_channels, anchors, classes):
        super().__init__()
        self.anchors = anchors
        self.outputs = classes + 5
        self.conv = ConvUnit(in_channels, 2 * in_channels)
        self.pred = nn.Conv2d(2 * in_channels, anchors * (classes + 5), 1, has_bias=True)

    def construct(self, x):
        x = self.pred(self.conv(x))
        b, _, h, w = x.shape
        x = x.reshape(b, self.anchors, self.outputs, h, w)
        return x.transpose(0, 3, 4, 1, 2)


class Detector(nn.Cell):
    def __init__(self, classes=4, anchors=3):
        super().__init__()
        self.backbone = Backbone()
        self.neck = FPN()
        self.heads = nn.CellList([Head(24, anchors, classes) for _ in range(3)])

    def construct(self, x):
        c3, c4, c5 = self.backbone(x)
        features = self.neck(c3, c4, c5)
        outputs = ()
        for head, feature in zip(self.heads, features):
            outputs += (head(feature),)
        return outputs


result = Detector()(ms.Tensor(np.ones((1, 3, 64, 64), np.float32)))
