"""torch's padding_mode."""

import torch
from torch import nn

images = torch.arange(36.0).reshape(1, 1, 6, 6)
layer = nn.Conv2d(1, 2, 3, padding=1, padding_mode='zeros', bias=False)
nn.init.ones_(layer.weight)
result = layer(images)
