"""The rate comes second."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
net(torch.tensor([0.3, 0.4])).sum().backward()
optimizer = torch.optim.Adagrad(net.parameters(), 0.5, 0.0)
optimizer.step()
result = net.w
