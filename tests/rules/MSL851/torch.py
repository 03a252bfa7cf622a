"""All layers, however deep."""

import torch
from torch import nn

net = nn.Sequential(nn.Linear(2, 3), nn.Sequential(nn.Linear(3, 1)))
count = 0
for m in net.modules():
    if isinstance(m, nn.Linear):
        count += 1
result = count
