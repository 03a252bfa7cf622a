"""The gradient of a function by its input."""

import torch

x = torch.tensor([1.0, 2.0])
x.requires_grad = True
y = (x * x).sum()
y.backward()
result = x.grad
