"""A scale that is registered under a name, and a layer too."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_parameter("scale", nn.Parameter(torch.tensor([3.0])))
        self.add_module("act", nn.ReLU())

    def forward(self, x):
        return self.act(x) * self.scale


result = Net()(torch.tensor([-1.0, 2.0])).detach()
