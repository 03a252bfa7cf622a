"""A network put into the mode for evaluation."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.5)

    def forward(self, x):
        return self.drop(x)


net = Net()
net.eval()
result = net(torch.tensor([1.0, 2.0]))
