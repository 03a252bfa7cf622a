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
net.register_parameter("other", nn.Parameter(torch.ones(2)))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for parameter in [net.other]:
    parameter.requires_grad = False
net(torch.ones(2)).sum().backward()
optimizer.step()
result = net.w
