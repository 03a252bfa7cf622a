"""The loss of a step."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
loss = (net(torch.tensor([3.0, 4.0])) ** 2).mean()
loss.backward()
result = net.w.grad
