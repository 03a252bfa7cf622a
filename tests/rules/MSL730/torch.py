"""What was ported."""

import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(12, 8)
        self.lstm = nn.LSTM(8, 6, batch_first=True, bidirectional=True)
        self.head = nn.Linear(12, 3)

    def forward(self, x):
        output, _ = self.lstm(self.embed(x))
        return self.head(output[:, -1]).shape


result = tuple(Net()(torch.ones(2, 5, 12)))
