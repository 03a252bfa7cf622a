"""How many weights a network has, counted from inside and from outside."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)

    def count(self):
        return sum(p.numel() for p in self.parameters())


net = Net()
names = [name for name, _ in net.named_parameters()]
result = torch.tensor([float(net.count()), float(len(names))])
