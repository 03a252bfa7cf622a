"""The same weights twice."""

import torch
from torch import nn

torch.manual_seed(0)
first = nn.Linear(4, 4).weight
torch.manual_seed(0)
second = nn.Linear(4, 4).weight
result = bool((first == second).all())
