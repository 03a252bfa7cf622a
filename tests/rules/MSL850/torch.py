"""The running statistics are buffers."""

import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
result = sum(p.numel() for p in net.parameters()), len(list(net.parameters()))
