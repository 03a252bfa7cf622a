"""What was ported."""

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, width=12, heads=3):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)

    def forward(self, x):
        n, t, c = x.shape
        q, k, v = self.qkv(x).chunk(3, -1)
        q, k, v = (y.reshape(n, t, self.heads, c // self.heads).transpose(1, 2) for y in (q, k, v))
        weights = torch.softmax(q @ k.transpose(-2, -1), -1)
        return self.out((weights @ v).transpose(1, 2).reshape(n, t, c)).shape


result = tuple(Attention()(torch.ones(2, 5, 12)))
