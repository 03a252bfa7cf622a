"""The same seed, the same numbers."""

import torch

torch.manual_seed(3)
first = torch.randn(4)
torch.manual_seed(3)
result = (first == torch.randn(4)).float()
