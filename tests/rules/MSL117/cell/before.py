"""The network is a Cell, the step is still torch's."""

import mindspore as ms
import torch
from mindspore import nn, ops


class Line(nn.Cell):
    def __init__(self):
        super().__init__()
        self.weight = ms.Parameter(ms.Tensor([1.0, -2.0, 0.5]))

    def construct(self, x):
        return (x * self.weight).sum(-1)


net = Line()
x, y = ms.Tensor([[1.0, 2.0, 3.0], [0.0, 1.0, -1.0]]), ms.Tensor([1.0, -1.0])
optimizer = torch.optim.SGD(net.trainable_params(), lr=0.1)  # expect: MSL103


def step(kind):
    optimizer.zero_grad()  # expect: MSL103
    loss = getattr(ops, kind)(net(x), y)
    loss.backward()  # expect: MSL117
    optimizer.step()  # expect: MSL103
    return loss.item()


result = [step("mse_loss") for _ in range(3)]
