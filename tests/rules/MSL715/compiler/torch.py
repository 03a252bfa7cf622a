"""A network with a switch for what torch compiles."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.get_flags = False
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        return self.fc(x)


result = tuple(Net()(torch.ones(2, 4)).shape)
