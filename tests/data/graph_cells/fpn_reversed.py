"""The same pyramid, with lists made by expressions."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


class Fpn(nn.Cell):
    def __init__(self, levels):
        super().__init__()
        self.laterals = nn.CellList([nn.Dense(2, 2, "ones", "zeros") for _ in range(levels)])

    def construct(self, features):
        top = self.laterals[-1](features[-1])
        outs = [top]
        for i in range(len(features) - 2, -1, -1):
            top = self.laterals[i](features[i]) + top
            outs = [top] + outs
        return outs[0] + outs[1]


net = Fpn(3)
x = Tensor(np.array([[0.1, 0.2]], np.float32))


def forward(x):
    return net([x, x * 2, x * 3]).sum()


result = forward(x), ms.grad(forward)(x)
