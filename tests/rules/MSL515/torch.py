"""A running average of the weights, and weights that are filled by hand."""

import torch

model = torch.nn.Linear(2, 1)
average = torch.nn.Linear(2, 1)
with torch.no_grad():
    for weight in model.parameters():
        weight.fill_(3.0)
    for weight in average.parameters():
        weight.fill_(1.0)
    for kept, new in zip(average.parameters(), model.parameters()):
        kept.mul_(0.5).add_(new * 0.5)
    for _, weight in model.named_parameters():
        weight *= 2
result = [average.weight, average.bias, model.weight, model.bias]
