"""The largest value of each row, and where it is."""

import torch
from torch import nn


class Reduce(nn.Module):
    def forward(self, x):
        values, index = x.max(1)
        return values + 10 * index


result = Reduce()(torch.tensor([[1.0, 5.0, 2.0], [6.0, 3.0, 4.0]]))
