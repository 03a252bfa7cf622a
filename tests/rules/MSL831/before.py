"""Gamma is not."""

import mindspore as ms
from mindspore import nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm((2,), epsilon=1e-5)

    def construct(self, x):
        return self.norm(x)


net = Net()
optimizer = nn.SGD(net.trainable_params(), 0.1, weight_decay=0.5)  # expect: MSL831


def total(x):
    return (net(x) * 0).sum()


optimizer(ms.grad(total, None, optimizer.parameters)(ops.ones((1, 2))))
result = net.norm.gamma
