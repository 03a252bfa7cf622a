"""Instance statistics by hand."""

import torch
from torch import nn


class Normalize(nn.Module):
    def forward(self, x):
        deviation = x.std(1)
        return deviation + torch.var(x, 1)


result = Normalize()(torch.tensor([[3.0, 1.0, 4.0], [2.0, 5.0, 9.0]]))
