"""What depends on the device."""

import torch

x = torch.tensor([1.0, 2.0])
result = x * 2 if x.device == torch.device("cpu") else x
