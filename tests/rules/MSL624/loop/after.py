"""The output of the last layer, which is there before the loop."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.layers = nn.CellList([nn.ReLU(), nn.Tanh()])

    def construct(self, x):
        output = x
        for layer in self.layers:
            inner = layer(x)
            output = inner
        return output


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
