"""torch's names."""

import torch

norm = torch.nn.BatchNorm2d(3)
linear = torch.nn.Linear(8, 4)
table = torch.nn.Embedding(10, 4)
result = norm.weight.shape[0] + norm.running_mean.shape[0] + linear.in_features + table.weight.shape[0]
