"""Three stages, one after the other."""

import torch
from torch import nn


class Stages(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.ReLU()
        self.second = nn.ReLU6()
        self.third = nn.Sigmoid()

    def forward(self, x):
        return self.third(self.second(self.first(x)))


result = Stages()(torch.tensor([[-1.0, 1.0]]))
