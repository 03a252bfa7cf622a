"""Means of rows, kept as a column."""

import torch

result = torch.mean(torch.arange(6.0).reshape(2, 3), dim=1, keepdim=True)
