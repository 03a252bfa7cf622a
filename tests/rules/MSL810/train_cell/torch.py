"""A step down the loss."""

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
x = torch.tensor([[3.0, 4.0], [5.0, 6.0]])

logits = net(x)
loss = logits.mean()
loss.backward()
optimizer.step()
result = net.w
