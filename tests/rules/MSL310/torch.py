"""A block with the activations at their defaults."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.act1 = nn.LeakyReLU()
        self.act2 = nn.GELU()

    def forward(self, x):
        return self.act2(self.act1(x))


result = Block()(torch.linspace(-3.0, 3.0, 8))
