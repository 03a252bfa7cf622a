"""Weights are initialized in a loop."""

import torch
from torch import nn

net = nn.Sequential(nn.Conv1d(2, 3, 1), nn.BatchNorm1d(3))
for m in net.modules():
    if isinstance(m, nn.BatchNorm1d):
        nn.init.constant_(m.weight, 0.5)
result = net[1].weight.detach()
