"""Two dense layers."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(8, 8)
        self.second = nn.Linear(8, 8)

    def forward(self, x):
        return self.second(torch.tanh(self.first(x)))


net = Net().eval()
for parameter in net.parameters():
    values = torch.linspace(-1.0, 1.0, parameter.numel())
    parameter.data = values.reshape(parameter.shape)
with torch.no_grad():
    net.second.bias.fill_(0.5)
images = torch.linspace(0.0, 1.0, 2 * 3 * 8 * 8).reshape(2, 3, 8, 8)
result = net(images)
