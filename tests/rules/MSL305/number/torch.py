"""The share that is dropped."""

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop1 = nn.Dropout(0.2)
        self.drop2 = nn.Dropout(0.5)
        self.drop3 = nn.Dropout(0.1)

    def forward(self, x):
        return self.drop1(x), self.drop2(x), self.drop3(x)


dropped = Head().train()(torch.ones(1000000))
result = [round((part == 0).float().mean().item(), 1) for part in dropped]
