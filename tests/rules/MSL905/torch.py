"""A sigmoid behind a convolution."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = nn.Conv2d(3, 3, 1)

    def forward(self, x):
        return x * torch.sigmoid(self.gate(x))


net = Net().eval()
for parameter in net.parameters():
    values = torch.linspace(-1.0, 1.0, parameter.numel())
    parameter.data = values.reshape(parameter.shape)
images = torch.linspace(0.0, 1.0, 2 * 3 * 8 * 8).reshape(2, 3, 8, 8)
result = net(images)
