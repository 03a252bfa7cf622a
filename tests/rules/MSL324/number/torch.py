"""Numbers for shapes."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, dim=4, eps=1e-6):
        super().__init__()
        self.norm1 = nn.LayerNorm(dim)

    def forward(self, x):
        return self.norm1(x)


result = Block()(torch.arange(16.0).reshape(2, 2, 4)).detach()
