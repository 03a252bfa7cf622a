"""Fill a weight with a constant."""

import torch

layer = torch.nn.Linear(2, 2)
torch.nn.init.constant_(layer.weight, 0.5)
result = layer.weight
