"""Change a tensor and a running average in place."""

import torch

x = torch.tensor([1.5, 2.5])
x.add_(1)
x.mul_(2).sub_(0.5)
average = torch.nn.Parameter(torch.tensor([1.0, 1.0]), requires_grad=False)
average.mul_(0.9).add_(x, alpha=0.1)
result = (x, average)
