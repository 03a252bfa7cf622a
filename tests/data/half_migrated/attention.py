"""A transformer block in the middle of its port: half of the lines are still torch's."""

import math

import torch
import torch.nn.functional as F
from mindspore import Parameter, Tensor, nn, ops
from mindspore.common.initializer import initializer


class Attention(nn.Cell):
    def __init__(self, dim, heads=8, dropout=0.1):
        super().__init__()
        self.heads = heads
        self.scale = math.sqrt(dim // heads)
        self.qkv = nn.Dense(dim, dim * 3)
        self.drop = nn.Dropout(p=dropout)
        self.register_buffer("mask", torch.tril(torch.ones(64, 64)))  # expect: MSL103, MSL103
        self.bias = Parameter(initializer("zeros", (heads, 1, 1)), name="bias")

    def construct(self, x):
        b, n, c = x.size()  # expect: MSL109
        q, k, v = self.qkv(x).reshape(b, n, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        scores = torch.matmul(q, k.transpose(0, 1, 3, 2)) / self.scale  # expect: MSL103
        scores = scores + self.bias
        scores = F.softmax(scores, dim=-1)  # expect: MSL103
        scores = self.drop(scores)
        out = ops.matmul(scores, v)
        return out.swapaxes(1, 2).reshape(b, n, c).contiguous()


class Block(nn.Cell):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm((dim,))
        self.attention = Attention(dim)
        self.apply(self._init_weights)

    def _init_weights(self, cell):
        if isinstance(cell, nn.Dense):
            torch.nn.init.xavier_uniform_(cell.weight)  # expect: MSL103

    def construct(self, x: Tensor):
        shortcut = x.clone().detach()  # expect: MSL108
        return shortcut + self.attention.forward(self.norm(x))  # expect: MSL110
