"""A transposed convolution that doubles the size."""

import torch
from torch import nn


class Decoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(1, 1, 3, stride=2, padding=1, output_padding=1, bias=False)
        nn.init.ones_(self.up.weight)

    def forward(self, x):
        return self.up(x)


result = Decoder()(torch.arange(1.0, 17.0).reshape(1, 1, 4, 4))
