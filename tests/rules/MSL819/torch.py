"""Out of training mode for the evaluation."""

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
net.train()
for _ in range(3):
    net(x)


def evaluate():
    net.eval()
    with torch.no_grad():
        return net(x)


result = evaluate()
