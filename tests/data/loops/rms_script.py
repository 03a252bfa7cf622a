"""At the top of a script, the loss differentiated where it is computed, parameter groups, values clipped."""

import torch
from torch import nn
from torch.optim import RMSprop

net = nn.Sequential(nn.Linear(3, 8), nn.Sigmoid(), nn.Linear(8, 2))


def trained(model):
    optimizer = RMSprop(
        [
            {"params": model[0].parameters(), "lr": 0.02},
            {"params": model[2].parameters()},
        ],
        lr=0.01,
        momentum=0.5,
    )
    seen = []
    x = torch.cos(torch.arange(15).float()).reshape(5, 3)
    for _ in range(6):
        optimizer.zero_grad()
        nn.functional.smooth_l1_loss(model(x), x[:, :2]).backward()
        nn.utils.clip_grad_value_(model.parameters(), 0.01)
        optimizer.step()
        with torch.no_grad():
            seen.append(model(x).abs().mean().item())
    return seen
