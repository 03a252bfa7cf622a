"""A coder with two methods of its own."""

import torch
from torch import nn


class Coder(nn.Module):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.encode(x)

    def encode(self, x):
        return self.relu(x) * 2

    def decode(self, x):
        return x / 2


coder = Coder()
result = coder.decode(coder(torch.arange(-3.0, 3.0)))
