"""The running variance is decayed."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.bn = nn.BatchNorm1d(2)

    def construct(self, x):
        return self.bn(x)


net = Net()
x = Tensor(np.array([[1.0, 2.0], [3.0, 6.0]]), ms.float32)
net.set_train()
optimizer = nn.SGD(list(net.get_parameters()), 0.1, weight_decay=0.5)  # expect: MSL833


def total(x):
    return (net(x) * 0).sum()


grad_fn = ms.grad(total, None, optimizer.parameters)
optimizer(grad_fn(x))
result = net.bn.moving_variance
