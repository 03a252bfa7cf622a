"""The last has a bias, and so has what stands before a LayerNorm."""

import torch
from torch import nn


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(1, 2, 1, bias=False),
            nn.BatchNorm2d(2),
            nn.ReLU(),
            nn.Conv2d(2, 1, 1),
            nn.Tanh(),
        )
        nn.init.ones_(self.main[0].weight)
        nn.init.ones_(self.main[3].weight)
        nn.init.ones_(self.main[3].bias)
        self.proj = nn.Conv2d(1, 2, 2, 2)
        nn.init.ones_(self.proj.weight)
        self.proj.bias.data = torch.tensor([0.0, 0.5])
        self.norm = nn.LayerNorm(2)

    def forward(self, x):
        patches = self.proj(self.main(x)).flatten(2).transpose(1, 2)
        return self.norm(patches)


result = Generator().eval()(torch.arange(16.0).reshape(1, 1, 4, 4) / 16)
