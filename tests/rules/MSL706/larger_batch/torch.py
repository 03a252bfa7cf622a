"""One layer gives two values a row: the size and the angle of three boxes."""

import torch
from torch import nn


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2, bias=False)
        nn.init.constant_(self.fc.weight, 0.5)

    def forward(self, x):
        size, angle = self.fc(x).chunk(2, dim=1)
        return size + 10 * angle


result = Head()(torch.arange(2.0 * 3).reshape(3, 2))
