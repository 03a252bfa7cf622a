"""Small gradients, scaled for float16 where they go through it."""

import torch
from torch import nn

fc = nn.Linear(2, 1, bias=False)
nn.init.ones_(fc.weight)
loss = fc(torch.tensor([[1.0, 2.0]])).sum() * 1e-8
loss.backward()
result = fc.weight.grad * 1e8
