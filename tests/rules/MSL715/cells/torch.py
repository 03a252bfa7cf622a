"""What was ported."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.cells = 2
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        return self.fc(x) * self.cells


net = Net()
net.train()
result = tuple(net(torch.ones(2, 4)).shape)
