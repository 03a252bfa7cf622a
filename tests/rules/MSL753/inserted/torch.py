"""Layers that are added to a chain in a loop."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self, depth=2):
        super().__init__()
        self.layers = nn.Sequential(nn.ReLU())
        for index in range(depth):
            self.layers.add_module(f"fc{index}", nn.Linear(3, 3))

    def forward(self, x):
        return self.layers(x)


net = Net()
for parameter in net.parameters():
    nn.init.constant_(parameter, 0.5)
result = net(torch.arange(-3.0, 3.0).reshape(2, 3))
