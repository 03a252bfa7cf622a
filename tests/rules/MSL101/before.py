"""The network is a Cell by now, its head is still a torch Module."""

import mindspore as ms
import torch
from mindspore import nn


class Head(torch.nn.Module):  # expect: MSL101
    def __init__(self, features, classes):
        super().__init__()
        self.fc = torch.nn.Linear(features, classes, bias=False)  # expect: MSL103
        torch.nn.init.ones_(self.fc.weight)  # expect: MSL103

    def forward(self, x):  # expect: MSL102
        return self.fc(x)


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.relu = nn.ReLU()
        self.head = Head(3, 2)

    def construct(self, x):
        return self.head(self.relu(x))


result = Net()(ms.Tensor([[-1.0, 2.0, 3.0]]))
