"""Features whose mean over the batch is taken as given."""

import torch
from torch import nn


class Center(nn.Module):
    def forward(self, x):
        return x - x.mean(0).detach()


result = Center()(torch.tensor([[1.0, 2.0], [3.0, 6.0]]))
