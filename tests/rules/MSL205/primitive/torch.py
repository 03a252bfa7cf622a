"""Sums of rows."""

import torch

result = torch.sum(torch.arange(6.0).reshape(2, 3), dim=1)
