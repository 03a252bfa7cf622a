"""The kernel size is the third number."""

import torch

result = torch.nn.Conv1d(4, 8, 3).weight.shape[2]
