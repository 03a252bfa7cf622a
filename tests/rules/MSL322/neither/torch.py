"""A network without normalization: its convolutions have biases."""

import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(3, 4, 1), nn.ReLU(), nn.Conv2d(4, 4, 3, padding=1), nn.ReLU(), nn.Conv2d(4, 2, 1))
result = len(list(net.parameters()))
