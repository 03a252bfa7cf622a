"""A network that keeps the names that it knows."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.exist_names = 2
        self.fc = nn.Linear(4, 3)

    def forward(self, x):
        return self.fc(x) * self.exist_names


result = tuple(Net()(torch.ones(2, 4)).shape)
