"""One step of gradient descent on a single layer."""

import torch
from torch import nn

learning_rate = 0.5
net = nn.Linear(2, 1, bias=False)
nn.init.ones_(net.weight)
optimizer = torch.optim.SGD(net.parameters(), lr=learning_rate)

net(torch.tensor([[1.0, 2.0]])).sum().backward()
optimizer.step()
result = net.weight
