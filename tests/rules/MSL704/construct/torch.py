"""Two heads on one feature."""

import torch
from torch import nn


class Heads(nn.Module):
    def forward(self, features):
        position = features[:, :2]
        rotation = features[:, 2:] / 2
        return position, rotation


result = Heads()(torch.tensor([[1.0, 2.0, 3.0, 4.0]]))
