"""Change the caller's tensor."""

import torch


def shift(x):
    x += 1


x = torch.tensor([1.0, 2.0])
shift(x)
result = x
