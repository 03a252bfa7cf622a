"""A Cell has no `eval`."""

import mindspore as ms
from mindspore import nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(p=0.5)

    def construct(self, x):
        return self.drop(x)


net = Net()
net.set_train(False)
result = net(ms.Tensor([1.0, 2.0]))
