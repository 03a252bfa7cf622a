"""A step every two batches, on the gradients of both."""

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
for step, batch in enumerate(batches):
    loss = net(batch).sum()
    loss.backward()
    if (step + 1) % 2 == 0:
        optimizer.step()
        optimizer.zero_grad()
result = net.w
