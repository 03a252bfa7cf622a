"""Layers in a CellList."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.layers = nn.CellList([nn.Dense(2, 2, "ones"), nn.Dense(2, 2, "ones")])
        self.acts = [nn.ReLU(), nn.Tanh()]

    def construct(self, x):
        for layer in self.layers:
            x = layer(x)
        for act in self.acts:
            x = act(x)
        return x.shape


net = Net()
result = net(Tensor(np.array([[1.0, 2.0]], np.float32)))
