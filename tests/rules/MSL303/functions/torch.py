"""The functions move by the size of the window, too."""

import torch
import torch.nn.functional as F
from torch import nn


class Stem(nn.Module):
    def forward(self, x):
        return F.max_pool2d(F.avg_pool2d(x, 2), 2), F.max_pool2d(x, 2)


result = Stem()(torch.arange(64.0).reshape(1, 1, 8, 8))
