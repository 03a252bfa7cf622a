"""Averages by the number of rows."""

import torch
from torch import nn


class RowMean(nn.Module):
    def forward(self, x):
        return x.sum(0) / x.size(0)


result = RowMean()(torch.tensor([[1.0, 2.0], [3.0, 6.0]]))
