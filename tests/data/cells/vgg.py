"""A VGG made from a list of widths."""

import mindspore as ms
import numpy as np
from mindspore import nn

WIDTHS = [8, "M", 16, "M", 32, 32, "M", 64, 64, "M"]


class VGG(nn.Cell):
    def __init__(self, widths=WIDTHS, num_classes=10, dropout=0.5):
        super().__init__()
        self.features = self._make_layers(widths, 3)
        self.pool = nn.AdaptiveAvgPool2d((7, 7))
        self.flatten = nn.Flatten()
        self.classifier = nn.SequentialCell(
            nn.Dense(64 * 7 * 7, 128),
            nn.ReLU(),
            nn.Dropout(p=dropout),
            nn.Dense(128, 96),
            nn.ReLU(),
            nn.Dropout(p=dropout),
            nn.Dense(96, num_classes),
        )

    def _make_layers(self, widths, in_channels):
        layers = []
        for width in widths:
            if width == "M":
                layers.append(nn.MaxPool2d(kernel_size=2, stride=2))
            else:
                layers += [
                    nn.Conv2d(in_channels, width, 3, pad_mode="pad", padding=1, has_bias=True),
                    nn.BatchNorm2d(width),
                    nn.ReLU(),
                ]
                in_channels = width
        return nn.SequentialCell(layers)

    def construct(self, x):
        x = self.features(x)
        x = self.pool(x)
        x = self.flatten(x)
        return self.classifier(x)


result = VGG()(ms.Tensor(np.ones((2, 3, 112, 112), np.float32)))
