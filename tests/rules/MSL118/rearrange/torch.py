"""The channels split into heads."""

import torch
from einops import rearrange

x = torch.arange(12.0).reshape(1, 2, 6)
result = rearrange(x, "b n (h d) -> b h n d", h=3)
