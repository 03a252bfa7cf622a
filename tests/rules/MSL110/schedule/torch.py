"""The learning rate after two of four steps down a cosine."""

import torch

optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=4)
for _ in range(2):
    optimizer.step()
    scheduler.step()
result = torch.tensor(scheduler.get_last_lr())
