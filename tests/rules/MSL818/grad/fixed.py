"""A Cell does not."""

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
optimizer = nn.SGD(net.trainable_params(), 0.1)


def forward_fn(x):
    return net(x).square().mean()


net.set_train()
grad_fn = ms.grad(forward_fn, None, optimizer.parameters)


def train_step(x):
    optimizer(grad_fn(x))


for _ in range(2):
    train_step(x)
result = net.bn.moving_mean
