"""A loss by its default."""

import torch
from torch import nn


class Loss(nn.Module):
    def __init__(self):
        super().__init__()
        self.loss = nn.SmoothL1Loss()

    def forward(self, x, y):
        return self.loss(x, y)


result = Loss()(torch.tensor([[3.0, 1.0]]), torch.tensor([[1.0, 1.5]]))
