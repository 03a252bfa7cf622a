"""A feature pyramid that fills a list from behind."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


class Fpn(nn.Cell):
    def __init__(self, levels):
        super().__init__()
        self.laterals = nn.CellList([nn.Dense(2, 2, "ones", "zeros") for _ in range(levels)])

    def construct(self, features):
        outs = [self.laterals[-1](features[-1])]
        for i in range(len(features) - 2, -1, -1):
            top = outs[0]
            outs.insert(0, self.laterals[i](features[i]) + top)
        return outs[0] + outs[1]


net = Fpn(3)
x = Tensor(np.array([[0.1, 0.2]], np.float32))


def forward(x):
    return net([x, x * 2, x * 3]).sum()


result = forward(x), ms.grad(forward)(x)
