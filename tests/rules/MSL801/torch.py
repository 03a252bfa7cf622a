"""A network and its optimizer."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 1)

    def forward(self, x):
        return self.fc(x)


optimizer = torch.optim.SGD(Net().parameters())
result = optimizer.param_groups[0]["lr"]
