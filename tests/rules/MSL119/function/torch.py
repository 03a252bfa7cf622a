"""A function of its own name."""

import torch
from torch.nn.functional import relu

result = relu(torch.tensor([-1.0, 2.0])) + 1
