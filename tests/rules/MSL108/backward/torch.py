"""The gradient of a loss by one weight."""

import torch
from torch import nn

weight = nn.Parameter(torch.tensor([3.0]))
loss = nn.MSELoss()(weight * 2.0, torch.tensor([5.0]))
loss.backward()
result = weight.grad
