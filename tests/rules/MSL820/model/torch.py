"""A step down the loss."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
nn.MSELoss()(net(torch.ones(2)), torch.ones(2)).backward()
optimizer.step()
result = net.w
