"""The discriminator learns to tell ones."""

import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
nn.init.constant_(net[0].weight, 0.5)
nn.init.constant_(net[0].bias, 0.0)
optimizer = torch.optim.SGD(net.parameters(), lr=1.0)
nn.BCELoss()(net(torch.ones(1, 2)), torch.ones(1, 1)).backward()
optimizer.step()
result = net[0].weight
