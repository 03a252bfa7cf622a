"""Twice a tensor."""

import torch

result = torch.tensor([1.0, 2.0]) * 2.0
