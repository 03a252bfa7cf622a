"""Twice a tensor, on a device."""

import torch

torch.set_default_device("cpu")
result = torch.tensor([1.0, 2.0]) * 2.0
