"""Still a Module: `size()` is no shape in MindSpore, where `view` itself is as in torch."""

import mindspore as ms
import numpy as np
import torch
from mindspore import nn, ops


class Like(torch.nn.Module):  # expect: MSL101
    def forward(self, x, other):  # expect: MSL102
        return x.view(other.size()) + other  # expect: MSL104


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.like = Like()

    def construct(self, x, other):
        return self.like(x, other)


result = Net()(ms.Tensor(np.arange(6, dtype=np.float32)), ops.ones((2, 3)))
