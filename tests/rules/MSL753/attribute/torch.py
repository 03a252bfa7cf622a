"""A chain whose layers are attributes: the names are those of checkpoints."""

import torch
from torch import nn


class Block(nn.Sequential):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(3, 2)
        self.act = nn.ReLU()


net = Block()
for parameter in net.parameters():
    nn.init.constant_(parameter, 0.5)
result = net(torch.arange(-3.0, 3.0).reshape(2, 3))
