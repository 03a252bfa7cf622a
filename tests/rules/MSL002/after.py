"""A suppression that silences something, and others that are none of our business."""

import os  # noqa: F401
from mindspore import nn  # noqa


class Branches(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.left = nn.Dense(channels, 8)  # noqa: MSL703
        self.right = nn.Dense(channels, 8)  # noqa: E501

    def construct(self, x):
        return self.right(x)
