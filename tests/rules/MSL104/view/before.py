"""Still a Module: `x.size()` is no shape in MindSpore."""

import mindspore as ms
import torch
from mindspore import nn


class Largest(torch.nn.Module):  # expect: MSL101
    def forward(self, x):  # expect: MSL102
        values, index = x.view(x.size()).max(1)  # expect: MSL104, MSL104, MSL104
        return values + index


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.largest = Largest()

    def construct(self, x):
        return self.largest(x)


result = Net()(ms.Tensor([[1.0, 5.0, 2.0], [6.0, 3.0, 4.0]]))
