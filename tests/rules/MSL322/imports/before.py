"""Half of the file is torch's still."""

import torch

import mindspore as ms
import numpy as np
from mindspore import nn


def load(path):
    return torch.load(path)  # expect: MSL103


class Project(nn.Cell):
    def __init__(self):
        super().__init__()
        self.proj = nn.Conv2d(1, 2, 1, weight_init='ones', bias_init='ones')  # expect: MSL322

    def construct(self, x):
        return self.proj(x)


result = Project()(ms.Tensor(np.arange(16, dtype=np.float32).reshape(1, 1, 4, 4)))
