"""Channels folded in groups of two, and each group summed."""

import torch
from torch import nn


class Fold(nn.Module):
    def forward(self, x):
        n, c = x.shape
        return x.reshape(n, c // 2, 2).sum(2)


result = Fold()(torch.tensor([[1.0, 2.0, 3.0, 4.0]]))
