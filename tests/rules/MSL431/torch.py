"""Where two conditions differ."""

import torch

x = torch.tensor([1.0, -2.0, 3.0])
y = torch.tensor([1.0, 2.0, -3.0])
result = (x > 0).float() - (y > 0).float()
