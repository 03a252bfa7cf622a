"""Functions with a padding."""

import torch
from torch import nn

images = torch.arange(36.0).reshape(1, 1, 6, 6)
weight = torch.ones(1, 1, 3, 3)
bias = torch.ones(1)
first = nn.functional.conv2d(images, weight, bias, 1, 1)
result = nn.functional.conv2d(first, weight, padding=(1, 0))
