"""A padding in a tuple."""

import torch
from torch import nn

images = torch.arange(8.0).reshape(1, 1, 8)
layer = nn.Conv1d(1, 2, 3, padding=(1,), bias=False)
nn.init.ones_(layer.weight)
result = layer(images)
