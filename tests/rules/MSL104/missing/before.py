"""Still a Module. A MindSpore tensor has neither of the two methods."""

import mindspore as ms
import torch
from mindspore import nn


class Head(torch.nn.Module):  # expect: MSL101
    def forward(self, x):  # expect: MSL102
        return x.detach().log_softmax(1)  # expect: MSL104, MSL104


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.head = Head()

    def construct(self, x):
        return self.head(x)


result = Net()(ms.Tensor([[1.0, 5.0, 2.0]]))
