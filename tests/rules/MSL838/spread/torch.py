"""Half of it after each epoch."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
net(torch.tensor([0.3, 0.4])).sum().backward()
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
scheduler = torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5)
for epoch in range(3):
    for batch in range(4):
        optimizer.step()
    scheduler.step()
result = net.w
