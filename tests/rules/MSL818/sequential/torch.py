"""A module begins in training mode."""

import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.BatchNorm1d(2))
x = torch.tensor([[1.0, 2.0], [3.0, 6.0]])
optimizer = torch.optim.SGD(net.parameters(), 0.1)
for _ in range(2):
    optimizer.zero_grad()
    net(x).square().mean().backward()
    optimizer.step()
result = net[0].running_mean
