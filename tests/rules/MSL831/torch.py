"""All are decayed."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm(2)

    def forward(self, x):
        return self.norm(x)


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, weight_decay=0.5)
(net(torch.tensor([[1.0, 1.0]])) * 0).sum().backward()
optimizer.step()
result = net.norm.weight
