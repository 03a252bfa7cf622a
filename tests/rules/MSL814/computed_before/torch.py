"""What was computed is differentiated, wherever that was."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
output = net(torch.tensor([3.0, 4.0]))
output.sum().backward()
result = net.w.grad
