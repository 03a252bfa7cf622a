"""The original has the numbers that MindSpore has by default."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.act1 = nn.LeakyReLU(0.2)
        self.act2 = nn.LeakyReLU()

    def forward(self, x):
        return self.act2(self.act1(x))


result = Block()(torch.linspace(-3.0, 3.0, 8))
