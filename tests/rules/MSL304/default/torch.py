"""The layer is the default of a parameter."""

import torch
from torch import nn


class Stem(nn.Module):
    def __init__(self, norm_layer=nn.BatchNorm2d):
        super().__init__()
        self.norm1 = norm_layer(1, momentum=0.1)

    def forward(self, x):
        return self.norm1(x)


net = Stem()
net(torch.arange(32.0).reshape(2, 1, 4, 4))
result = net.norm1.running_mean
