"""One update for the batch."""

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
nn.MSELoss()(net(torch.ones(2, 2)), torch.zeros(2, 2)).backward()
optimizer.step()
result = net.w
