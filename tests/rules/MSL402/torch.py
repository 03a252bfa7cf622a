"""The length of a gradient."""

import torch
from torch import nn


class Length(nn.Module):
    def __init__(self, order=2):
        super().__init__()
        self.order = order

    def forward(self, x):
        return torch.norm(x, self.order)


result = Length()(torch.tensor([[3.0, 1.0, 4.0], [2.0, 5.0, 9.0]]))
