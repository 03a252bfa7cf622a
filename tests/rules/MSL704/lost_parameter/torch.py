"""A block that pools when it is told to."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, channels, mode="same"):
        super().__init__()
        self.channels = channels
        self.halve = mode == "down"

    def forward(self, x):
        x = x.reshape(-1, self.channels)
        return x[::2] if self.halve else x


result = Block(2, "down")(torch.arange(8.0))
