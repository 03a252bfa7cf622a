"""One norm over all gradients."""

import torch
from torch import nn


class Net(nn.Module):
    def forward(self, x):
        return x


parameters = [nn.Parameter(torch.zeros(2)), nn.Parameter(torch.zeros(2))]
parameters[0].grad = torch.tensor([3.0, 4.0])
parameters[1].grad = torch.tensor([6.0, 8.0])
nn.utils.clip_grad_norm_(parameters, 1.0)
result = [parameter.grad for parameter in parameters]
