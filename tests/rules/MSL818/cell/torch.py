"""Three steps."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1d(2)

    def forward(self, x):
        return self.bn(x)


net = Net()
x = torch.tensor([[1.0, 2.0], [3.0, 6.0]])
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
for _ in range(3):
    optimizer.zero_grad()
    nn.functional.mse_loss(net(x), torch.ones(2, 2)).backward()
    optimizer.step()
result = net.bn.running_var
