"""A convolution with a kernel of 1 beside one with a kernel of 3."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.narrow = nn.Conv2d(3, 4, 1)
        self.wide = nn.Conv2d(3, 4, 3, padding=1)

    def forward(self, x):
        return self.narrow(x) + self.wide(x)


net = Net().eval()
for parameter in net.parameters():
    values = torch.linspace(-1.0, 1.0, parameter.numel())
    parameter.data = values.reshape(parameter.shape)
images = torch.linspace(0.0, 1.0, 2 * 3 * 8 * 8).reshape(2, 3, 8, 8)
result = net(images)
