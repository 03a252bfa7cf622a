"""A mean that is kept with the weights, and a mask that is not."""

import torch
from torch import nn


class Center(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("mean", torch.full((3,), 0.5))
        self.register_buffer("mask", torch.ones(3), persistent=False)

    def forward(self, x):
        return (x - self.mean) * self.mask


net = Center()
result = len(net.state_dict()), net(torch.ones(1, 3))
