"""Two images through the same layers, in torch."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.shared = nn.Conv2d(3, 6, 3, padding=1)
        self.norm = nn.BatchNorm2d(6)
        self.pool = nn.MaxPool2d(4)
        self.head = nn.Linear(12 * 4 * 4, 2)

    def forward(self, first, second):
        both = [self.pool(self.norm(self.shared(image))) for image in (first, second)]
        return self.head(torch.flatten(torch.cat(both, 1), 1))
