"""The share that is dropped."""

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self, drop):
        super().__init__()
        self.drop1 = nn.Dropout(0.2)
        self.drop2 = nn.Dropout(drop)

    def forward(self, x):
        return self.drop1(x), self.drop2(x)


dropped = Head(0.3).train()(torch.ones(1000000))
result = [round((part == 0).float().mean().item(), 1) for part in dropped]
