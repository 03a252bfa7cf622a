"""One axis and three."""

import torch
from torch import nn

signal = torch.arange(6.0).reshape(1, 1, 6)
volume = torch.arange(27.0).reshape(1, 1, 3, 3, 3)
result = (
    nn.functional.conv1d(signal, torch.ones(1, 1, 3), padding=1),
    nn.functional.conv3d(volume, torch.ones(1, 1, 3, 3, 3), padding=(1, 1, 0)),
)
