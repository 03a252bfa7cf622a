"""A list of layers."""

import torch
from torch import nn

layers = nn.Sequential(nn.ReLU(), nn.Flatten())
result = layers(torch.arange(-4.0, 4.0).reshape(2, 2, 2))
