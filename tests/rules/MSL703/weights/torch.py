"""A residual block with a projection on the short way."""

import torch
from torch import nn


def ones(inputs, outputs):
    layer = nn.Linear(inputs, outputs, bias=False)
    nn.init.ones_(layer.weight)
    return layer


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = ones(2, 2)
        self.projection = ones(2, 2)

    def forward(self, x):
        return self.main(x) + self.projection(x)


result = Block()(torch.tensor([[1.0, 2.0]]))
