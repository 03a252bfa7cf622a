"""Rows into columns."""

import torch

x = torch.arange(6.0)
result = torch.reshape(x, (2, 3)).sum(1)
