"""Scores as magnitudes, with what is small cut away."""

import torch
from torch import nn


class Magnitude(nn.Module):
    def forward(self, x):
        x = x + 0.0
        x.abs_()
        return x.relu()


result = Magnitude()(torch.tensor([-2.0, 0.5, 3.0]))
