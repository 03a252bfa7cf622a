"""A dense layer without a bias."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(8, 4, bias=False)

    def forward(self, x):
        return self.head(x)


net = Net().eval()
for parameter in net.parameters():
    values = torch.linspace(-1.0, 1.0, parameter.numel())
    parameter.data = values.reshape(parameter.shape)
images = torch.linspace(0.0, 1.0, 2 * 3 * 8 * 8).reshape(2, 3, 8, 8)
result = net(images)
