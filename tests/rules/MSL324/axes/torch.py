"""Several axes."""

import torch

result = torch.nn.LayerNorm((2, 4), 1e-3)(torch.arange(16.0).reshape(2, 2, 4)).detach()
