"""Change Parameters."""

import torch

scale = torch.nn.Parameter(torch.tensor([1.0, 2.0]))
with torch.no_grad():
    scale += 1
layer = torch.nn.Linear(2, 2)
with torch.no_grad():
    for weight in layer.parameters():
        weight *= 0.0
result = (scale, layer.weight)
