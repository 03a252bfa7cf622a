"""What was ported."""

import torch
from torch import nn


class Gate(nn.Module):
    def forward(self, x, gate, scale=1.0):
        return x * torch.sigmoid(gate) * scale


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.gate = Gate()
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        return self.gate(x, self.fc(x), scale=2.0)


result = tuple(Net()(torch.ones(2, 4)).shape)
