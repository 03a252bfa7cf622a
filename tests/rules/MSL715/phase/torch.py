"""A network that decodes its output in the test phase."""

import torch
from torch import nn


class Detector(nn.Module):
    def __init__(self, phase):
        super().__init__()
        self.phase = phase

    def forward(self, x):
        if self.phase == "test":
            return x * 2
        return x


net = Detector("test")
net.eval()
result = net(torch.tensor([1.0, 2.0]))
