"""A block on top of another one."""

import torch
from torch import nn


class Block(nn.Module):
    def forward(self, x):
        return x * 2.0


class Shifted(Block):
    def forward(self, x):
        return super().forward(x) + 1.0


result = Shifted().forward(torch.tensor([1.0, 2.0]))
