"""What was ported: a mask that is not trained."""

import torch
from torch import nn


class Masked(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mask", torch.ones(3))
        self.scale = nn.Parameter(torch.ones(3))

    def forward(self, x):
        return x * self.mask * self.scale


result = len(list(Masked().parameters()))
