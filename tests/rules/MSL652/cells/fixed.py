"""The Cells of a Cell, one after another."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.layers = nn.SequentialCell(nn.ReLU(), nn.Tanh())
        self.layers_cells = tuple(self.layers.cells())

    def construct(self, x):
        for cell in self.layers_cells:
            x = cell(x)
        return x


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
