"""The loss is a function, and its gradients are given to the optimizer."""

import mindspore as ms
from mindspore import nn


class Line(nn.Cell):
    def __init__(self):
        super().__init__()
        self.weight = ms.Parameter(ms.Tensor([1.0, -2.0, 0.5]))

    def construct(self, x):
        return (x * self.weight).sum(-1)


def forward_fn(x, y):
    return ((net(x) - y) ** 2).mean()


net = Line()
x, y = ms.Tensor([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]), ms.Tensor([1.0, -1.0])
optimizer = nn.SGD(net.trainable_params(), learning_rate=0.1)
grad_fn = ms.value_and_grad(forward_fn, None, optimizer.parameters)
losses = []
for _ in range(3):
    loss, gradients = grad_fn(x, y)
    optimizer(gradients)
    losses.append(loss.item())
result = losses
