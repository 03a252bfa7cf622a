"""The middle of all numbers, and a head that flattens all."""

import torch
from torch import nn


class Flat(nn.Module):
    def forward(self, x):
        return torch.flatten(x) - torch.median(x)


result = Flat()(torch.tensor([[3.0, 1.0], [2.0, 5.0]]))
