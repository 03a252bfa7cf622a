"""A state of zeros."""

import torch
from torch import nn


class State(nn.Module):
    def forward(self, x):
        return x + torch.zeros(2, 3)


result = State()(torch.ones(2, 3))
