"""Layers in a list."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.layers = nn.CellList([nn.Dense(2, 2, "ones"), nn.Dense(2, 2, "ones")])

    def construct(self, x):
        for layer in self.layers:
            x = layer(x)
        return x.shape


net = Net()
result = net(Tensor(np.array([[1.0, 2.0]], np.float32)))
