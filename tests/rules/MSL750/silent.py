"""One layer without weights several times, and one with weights that two names share."""

import numpy as np
from mindspore import Tensor, nn


class Tower(nn.Cell):
    def __init__(self):
        super().__init__()
        self.activations = nn.CellList([nn.ReLU()] * 2)
        layer = nn.Dense(2, 2)
        self.layers = nn.SequentialCell(layer, nn.ReLU(), layer)

    def construct(self, x):
        for activation in self.activations:
            x = activation(x)
        return self.layers(x)


result = Tower()(Tensor(np.array([[1.0, 2.0]], np.float32)))
