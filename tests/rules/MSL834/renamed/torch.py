"""Groups with arguments of their own."""

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
groups = [{"params": net.parameters(), "lr": 0.5}]
optimizer = torch.optim.SGD(groups, lr=0.1, momentum=0.9)
optimizer.step()
result = net.w
