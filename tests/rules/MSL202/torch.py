"""Clipped features: the activation's only argument is `inplace`, given by position."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU6(True)

    def forward(self, x):
        return self.act(x)


result = Block()(torch.tensor([[-1.0, 2.0, 9.0]]))
