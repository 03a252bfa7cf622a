"""A rate to drop, from the caller."""

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self, drop_rate, keep):
        super().__init__()
        self.drop1 = nn.Dropout(drop_rate)
        self.drop2 = nn.Dropout(drop_rate)
        self.drop3 = nn.Dropout(1 - keep)

    def forward(self, x):
        return self.drop1(x), self.drop2(x), self.drop3(x)


dropped = Head(0.2, 0.8).train()(torch.ones(1000000))
result = [round((part == 0).float().mean().item(), 1) for part in dropped]
