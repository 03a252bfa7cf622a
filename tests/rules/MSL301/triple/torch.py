"""A padding for each of three axes."""

import torch
from torch import nn

images = torch.arange(120.0).reshape(1, 1, 4, 5, 6)
layer = nn.Conv3d(1, 2, 3, padding=(1, 2, 0), bias=False)
nn.init.ones_(layer.weight)
result = layer(images)
