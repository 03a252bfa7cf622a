"""The blocks that swin.py was ported from: those with branches."""

import torch
from torch import nn


def shift(x, by):
    x = torch.cat((x[:, by:], x[:, :by]), dim=1)
    return torch.cat((x[:, :, by:], x[:, :, :by]), dim=2)


class WindowAttention(nn.Module):
    def __init__(self, dim, window, num_heads):
        super().__init__()
        self.num_heads = num_heads
        self.scale = (dim // num_heads) ** -0.5
        self.q = nn.Linear(dim, dim)
        self.k = nn.Linear(dim, dim)
        self.v = nn.Linear(dim, dim)
        self.bias = nn.Parameter(torch.zeros(num_heads, window * window, window * window))
        self.proj = nn.Linear(dim, dim)
        self.softmax = nn.Softmax(dim=-1)

    def forward(self, x):
        b, n, c = x.shape
        q = self.q(x).reshape(b, n, self.num_heads, c // self.num_heads).permute(0, 2, 1, 3)
        k = self.k(x).reshape(b, n, self.num_heads, c // self.num_heads).permute(0, 2, 3, 1)
        v = self.v(x).reshape(b, n, self.num_heads, c // self.num_heads).permute(0, 2, 1, 3)
        attn = torch.matmul(q * self.scale, k) + self.bias
        attn = self.softmax(attn)
        x = torch.matmul(attn, v).permute(0, 2, 1, 3).reshape(b, n, c)
        return self.proj(x)


class SwinBlock(nn.Module):
    def __init__(self, dim, size, num_heads, window=4, shift=0):
        super().__init__()
        self.dim = dim
        self.size = size
        self.window = window
        self.shift = shift
        self.norm1 = nn.LayerNorm((dim,), eps=1e-5)
        self.attn = WindowAttention(dim, window, num_heads)
        self.norm2 = nn.LayerNorm((dim,), eps=1e-5)
        self.mlp = nn.Sequential(nn.Linear(dim, 4 * dim), nn.GELU(), nn.Linear(4 * dim, dim))

    def forward(self, x):
        size, window = self.size, self.window
        count = size // window
        shortcut = x
        x = self.norm1(x)
        x = x.reshape(-1, size, size, self.dim)
        if self.shift > 0:
            x = shift(x, self.shift)
        x = x.reshape(-1, count, window, count, window, self.dim).permute(0, 1, 3, 2, 4, 5)
        x = x.reshape(-1, window * window, self.dim)
        x = self.attn(x)
        x = x.reshape(-1, count, count, window, window, self.dim).permute(0, 1, 3, 2, 4, 5)
        x = x.reshape(-1, size, size, self.dim)
        if self.shift > 0:
            x = shift(x, size - self.shift)
        x = x.reshape(-1, size * size, self.dim)
        x = shortcut + x
        return x + self.mlp(self.norm2(x))
