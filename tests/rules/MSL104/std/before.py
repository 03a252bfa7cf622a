"""Still a Module. torch divides by n - 1, MindSpore's `std` by n: 15 % apart for four values."""

import mindspore as ms
import torch
from mindspore import nn


class Reduce(torch.nn.Module):  # expect: MSL101
    def forward(self, x):  # expect: MSL102
        return x / x.std()  # expect: MSL104


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.reduce = Reduce()

    def construct(self, x):
        return self.reduce(x)


result = Net()(ms.Tensor([1.0, 2.0, 4.0, 7.0]))
