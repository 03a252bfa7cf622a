"""A group decays all that it has; a network without such a parameter needs none."""

import mindspore as ms
from mindspore import nn, ops


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.norm = nn.LayerNorm((2,), epsilon=1e-5)

    def construct(self, x):
        return self.norm(x)


net = Net()
head = nn.Dense(2, 2)
groups = [{"params": net.trainable_params(), "weight_decay": 0.5}]
optimizer = nn.SGD(groups, 0.1)
other = nn.SGD(head.trainable_params(), 0.1, weight_decay=0.5)


def total(x):
    return (net(x) * 0).sum()


optimizer(ms.grad(total, None, optimizer.parameters)(ops.ones((1, 2))))
result = net.norm.gamma
