"""As many ones."""

import torch

result = torch.ones_like(torch.arange(6.0))
