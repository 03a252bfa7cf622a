"""A parameter without a gradient is left alone."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, weight_decay=0.5)
net.w.requires_grad = False
x = torch.ones(2, requires_grad=True)
net(x).sum().backward()
optimizer.step()
result = net.w
