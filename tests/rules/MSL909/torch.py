"""A step of Adam at a rate of 0.01."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(8, 1, bias=False)

    def forward(self, x):
        return self.head(x).mean()


net = Net().eval()
for parameter in net.parameters():
    values = torch.linspace(-1.0, 1.0, parameter.numel())
    parameter.data = values.reshape(parameter.shape)
optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
net(torch.ones(2, 8)).backward()
optimizer.step()
result = net.head.weight.detach()
