"""Change a tensor under another name."""

import torch

x = torch.tensor([1.0, 2.0])
shifted = x
shifted += 1
kept = torch.tensor([3.0, 4.0])
doubled = kept
doubled *= 2
result = (x, kept)
