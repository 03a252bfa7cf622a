"""A padding of one and a stride of two."""

import torch
from torch import nn

layer = nn.Conv2d(1, 1, 3, 2, 1, bias=False)
nn.init.ones_(layer.weight)
result = layer(torch.arange(64.0).reshape(1, 1, 8, 8))
