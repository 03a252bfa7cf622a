"""Features without their median."""

import torch
from torch import nn


class Head(nn.Module):
    def forward(self, x):
        return x - x.median()


result = Head()(torch.tensor([[1.0, 5.0, 2.0], [6.0, 3.0, 4.0]]))
