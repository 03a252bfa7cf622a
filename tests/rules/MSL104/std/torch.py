"""Features in units of their spread."""

import torch
from torch import nn


class Reduce(nn.Module):
    def forward(self, x):
        return x / x.std()


result = Reduce()(torch.tensor([1.0, 2.0, 4.0, 7.0]))
