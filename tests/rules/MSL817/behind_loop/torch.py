"""One step for all batches, on the gradients of them all."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
batches = [torch.tensor([float(n), 1.0]) for n in range(4)]
for batch in batches:
    loss = net(batch).sum()
    loss.backward()
optimizer.step()
result = net.w
