"""It is refused."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.w = Parameter(Tensor(np.array([1.0, 2.0]), ms.float32), name="w")

    def construct(self, x):
        return self.w * x


net = Net()
rate = 0.1
optimizer = nn.SGD(net.trainable_params(), rate)
ops.assign(optimizer.learning_rate, rate * 0.1)


def total(x):
    return net(x).sum()


optimizer(ms.grad(total, None, optimizer.parameters)(Tensor([0.3, 0.4], ms.float32)))
result = net.w
