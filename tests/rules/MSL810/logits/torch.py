"""The loss is differentiated; the logits are only returned beside it."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
x = torch.tensor([[3.0, 4.0], [5.0, 6.0]])

logits = net(x)
loss = logits.mean()
loss.backward()
result = net.w.grad
