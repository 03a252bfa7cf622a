"""Suppressions that were right once: the names below them are defined by now."""

from mindspore import nn


class Branches(nn.Cell):
    def __init__(self, channels):
        super().__init__()
        self.left = nn.Dense(channels, 8)  # noqa: MSL703  # expect: MSL002
        self.right = nn.Dense(channels, 8)  # ms-lint: ignore[layer-never-called]  # expect: MSL002

    def construct(self, x):
        return self.left(x) + self.right(x)
