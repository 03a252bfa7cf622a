"""Norm layers that are handed down."""

from functools import partial

import torch
from torch import nn

images = torch.arange(32.0).reshape(2, 1, 4, 4)
norm = partial(nn.BatchNorm2d, momentum=0.1)(1)
norm(images)
result = norm.running_mean
