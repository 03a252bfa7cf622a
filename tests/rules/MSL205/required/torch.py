"""A projection to two classes."""

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(in_features=3, out_features=2, bias=False)
        nn.init.ones_(self.fc.weight)

    def forward(self, x):
        return self.fc(x)


result = Head()(torch.tensor([[1.0, 2.0, 3.0]]))
