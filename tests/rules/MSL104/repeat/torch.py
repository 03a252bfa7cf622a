"""A row, three times."""

import torch
from torch import nn


class Reduce(nn.Module):
    def forward(self, x):
        return x.repeat(3)


result = Reduce()(torch.tensor([1.0, 2.0]))
