"""Rows and columns of one table, added up in the shape of another."""

import torch
from torch import nn


class Like(nn.Module):
    def forward(self, x, other):
        return x.view(other.size()) + other


result = Like()(torch.arange(6.0), torch.ones(2, 3))
