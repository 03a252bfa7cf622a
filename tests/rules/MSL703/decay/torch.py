"""One step with weight decay. torch leaves a parameter alone that got no gradient."""

import torch
from torch import nn


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Linear(2, 1, bias=False)
        self.projection = nn.Linear(2, 1, bias=False)  # frozen: for a later stage
        nn.init.ones_(self.main.weight)
        nn.init.ones_(self.projection.weight)

    def forward(self, x):
        return self.main(x)


net = Block()
optimizer = torch.optim.SGD(net.parameters(), lr=0.5, weight_decay=0.1)
net(torch.tensor([[1.0, 2.0]])).sum().backward()
optimizer.step()
result = tuple(net.parameters())
