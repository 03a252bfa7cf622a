"""Half a step."""

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
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
net.register_parameter("other", nn.Parameter(torch.ones(2)))
for parameter in net.parameters():
    if parameter.grad is not None:
        parameter.grad *= 0.5
optimizer.step()
result = net.w
