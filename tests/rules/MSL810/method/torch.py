"""A trainer that keeps the prediction of a step."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.w = nn.Parameter(torch.tensor([1.0, 2.0]))

    def forward(self, x):
        return self.w * x


net = Net()
class Trainer:
    def __init__(self, net):
        self.net = net

    def step(self, x, y):
        prediction = self.net(x)
        loss = ((prediction - y) ** 2).mean()
        loss.backward()
        return prediction


Trainer(net).step(torch.ones(2), torch.zeros(2))
result = net.w.grad
