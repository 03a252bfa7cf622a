"""Clip the gradient of a weight."""

import torch

weight = torch.nn.Parameter(torch.tensor([3.0, 4.0]))
(weight**2).sum().backward()
torch.nn.utils.clip_grad_norm_([weight], 1.0)
result = weight.grad
