"""Neither `parameters` nor `named_parameters` is a method of a Cell."""

import mindspore as ms
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(3, 2)

    def count(self):
        return sum(p.size for p in self.parameters())  # expect: MSL110


net = Net()
names = [name for name, _ in net.named_parameters()]  # expect: MSL110
result = ms.Tensor([float(net.count()), float(len(names))])
