"""What is missing is an error."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
state = {"other": torch.ones(2)}
try:
    net.load_state_dict(state)
except RuntimeError:
    result = "noticed"

result = str(result)
