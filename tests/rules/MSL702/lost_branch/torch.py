"""A layer with an optional skip connection."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, channels, use_skip):
        super().__init__()
        self.fc = nn.Linear(channels, channels, bias=False)
        nn.init.ones_(self.fc.weight)
        self.use_skip = use_skip

    def forward(self, x):
        out = self.fc(x)
        if self.use_skip:
            out = out + x
        return out


result = Block(2, use_skip=True)(torch.tensor([[1.0, 2.0]]))
