"""A gate with a residual connection."""

import torch
from torch import nn


class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 3, bias=False)

    def forward(self, x):
        return torch.sigmoid(self.fc(x)) * 2 + x


gate = Gate()
nn.init.ones_(gate.fc.weight)
result = gate(torch.arange(6.0).reshape(2, 3)).detach()
