"""Chosen rows are changed, and the rest is needed unchanged."""

import torch

x = torch.arange(8.0).reshape(4, 2)
rows = x[x[:, 0] > 2]
rows[:, 1] = 0
pair = x[[0, 2]]
pair[0] += 5
result = x, rows, pair
