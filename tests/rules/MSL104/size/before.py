"""The pooling is still a Module, and is given the tensors of a Cell.

`size` is a number in MindSpore, so that calling it raises.
"""

import mindspore as ms
import torch
from mindspore import nn


class RowMean(torch.nn.Module):  # expect: MSL101
    def forward(self, x):  # expect: MSL102
        return x.sum(0) / x.size(0)  # expect: MSL104


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.pool = RowMean()

    def construct(self, x):
        return self.pool(x)


result = Net()(ms.Tensor([[1.0, 2.0], [3.0, 6.0]]))
