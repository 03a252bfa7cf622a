"""Still a Module. MindSpore's `median` takes the last axis where none is given, and gives the index too."""

import mindspore as ms
import torch
from mindspore import nn


class Head(torch.nn.Module):  # expect: MSL101
    def forward(self, x):  # expect: MSL102
        return x - x.median()  # expect: MSL104


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.head = Head()

    def construct(self, x):
        return self.head(x)


result = Net()(ms.Tensor([[1.0, 5.0, 2.0], [6.0, 3.0, 4.0]]))
