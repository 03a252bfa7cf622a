"""Two convolutions."""

import torch
from torch import nn

layer = nn.Conv2d(1, 2, 1)
nn.init.ones_(layer.weight)
nn.init.ones_(layer.bias)
result = layer(torch.arange(16.0).reshape(1, 1, 4, 4))
