"""The gradients of two inputs."""

import torch
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        return x


x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = torch.tensor([[5.0, 6.0], [7.0, 8.0]], requires_grad=True)
gx, gy = torch.autograd.grad((x * x * y).sum(), (x, y))
result = gx, gy
