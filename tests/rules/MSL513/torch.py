"""Parts of a tensor are changed."""

import torch

x = torch.arange(8.0).reshape(2, 4)
first = x[0]
first += 1
flat = x.view(-1)
flat *= 2
for row in x:
    row -= 1
last = x[:, 2:].transpose(0, 1)
last /= 4
result = x
