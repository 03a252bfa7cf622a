"""Still a Module. MindSpore's `max` gives the values only: two rows of them are unpacked without a word."""

import mindspore as ms
import torch
from mindspore import nn


class Reduce(torch.nn.Module):  # expect: MSL101
    def forward(self, x):  # expect: MSL102
        values, index = x.max(1)  # expect: MSL104
        return values + 10 * index


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.reduce = Reduce()

    def construct(self, x):
        return self.reduce(x)


result = Net()(ms.Tensor([[1.0, 5.0, 2.0], [6.0, 3.0, 4.0]]))
