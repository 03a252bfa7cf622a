"""Zero and one are numbers."""

import torch

optimizer = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=1)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 1000, eta_min=0)
result = scheduler.get_last_lr()[0]
