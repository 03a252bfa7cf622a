"""The loss is what is made small."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
loss_fn = nn.MSELoss()
optimizer = torch.optim.SGD(net.parameters(), 0.1)
loss_fn(net(torch.ones(1, 2)), torch.full((1, 2), 3.0)).backward()
optimizer.step()
result = net.w
