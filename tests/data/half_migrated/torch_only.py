"""Not begun: all of it is torch's."""

import torch
from torch import nn


class Net(nn.Module):  # expect: MSL101
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 2, bias=False)  # expect: MSL103
        self.register_buffer("scale", torch.ones(1))  # expect: MSL103

    def forward(self, x):  # expect: MSL102
        return (self.fc(x) * self.scale).view(-1, 2).permute(1, 0)


def train(net, loader, optimizer):
    net.train()  # expect: MSL103
    for x, y in loader:
        optimizer.zero_grad()  # expect: MSL103
        loss = nn.functional.mse_loss(net(x), y)  # expect: MSL103
        loss.backward()  # expect: MSL117
        optimizer.step()  # expect: MSL103


net = Net()
train(net, [], torch.optim.SGD(net.parameters(), lr=0.1))  # expect: MSL103, MSL103
