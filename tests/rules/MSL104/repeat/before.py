"""Still a Module. MindSpore's `repeat` repeats each item, as NumPy does: the same shape, another order."""

import mindspore as ms
import torch
from mindspore import nn


class Reduce(torch.nn.Module):  # expect: MSL101
    def forward(self, x):  # expect: MSL102
        return x.repeat(3)  # expect: MSL104


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.reduce = Reduce()

    def construct(self, x):
        return self.reduce(x)


result = Net()(ms.Tensor([1.0, 2.0]))
