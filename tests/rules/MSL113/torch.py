"""Twice a tensor, and a private name of torch."""

import torch

x = torch.tensor([1.0, 2.0])
device = torch._utils._get_available_device_type()
result = x * 2.0
