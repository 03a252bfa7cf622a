"""MindSpore's names for them."""

import mindspore as ms
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(3, 2)

    def count(self):
        return sum(p.size for p in self.get_parameters())


net = Net()
names = [name for name, _ in net.parameters_and_names()]
result = ms.Tensor([float(net.count()), float(len(names))])
