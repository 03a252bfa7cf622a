"""Log-probabilities of three classes."""

import torch
from torch import nn


class Head(nn.Module):
    def forward(self, x):
        return x.detach().log_softmax(1)


result = Head()(torch.tensor([[1.0, 5.0, 2.0]]))
