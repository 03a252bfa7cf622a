"""The largest number, and what it is used for."""

import torch
from torch import nn


class Scale(nn.Module):
    def forward(self, x):
        largest = torch.max(x)
        return x / largest


result = Scale()(torch.tensor([[3.0, 1.0], [2.0, 5.0]]))
