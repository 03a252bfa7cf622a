"""Two norms, each with weights of its own."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1 = nn.LayerNorm(2)
        self.norm2 = nn.LayerNorm(2)
        nn.init.constant_(self.norm2.weight, 3.0)

    def forward(self, x):
        x = self.norm1(x)
        return self.norm2(x * 2)


result = Block()(torch.tensor([[1.0, 2.0]]))
