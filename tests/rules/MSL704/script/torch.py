"""The sum of the batches of a data set."""

import torch

dataset = [torch.ones(2), torch.ones(2)]
total = torch.zeros(2)
for batch in dataset:
    total = total + batch
result = total
