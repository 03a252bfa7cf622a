"""One step of plain gradient descent."""

import torch
from torch import nn

net = nn.Linear(2, 1, bias=False)
nn.init.ones_(net.weight)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
optimizer.zero_grad()
nn.MSELoss()(net(torch.tensor([[1.0, 2.0]])), torch.tensor([[1.0]])).backward()
optimizer.step()
result = net.weight.detach()
