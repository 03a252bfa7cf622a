"""An original that pads half of the kernel, and one that adds rows."""

import torch
from torch import nn


class Up(nn.Module):
    def __init__(self):
        super().__init__()
        self.up1 = nn.ConvTranspose2d(1, 1, 4, 2, 1, bias=False)
        self.up2 = nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1, bias=False)
        for weight in self.parameters():
            nn.init.ones_(weight)

    def forward(self, x):
        return self.up2(self.up1(x))


result = Up()(torch.arange(16.0).reshape(1, 1, 4, 4))
