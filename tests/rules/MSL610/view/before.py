"""A view of a tensor that is written to."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        grid = x * 1
        flat = grid.view(4)
        flat[0] = 100  # expect: MSL610 (no fix)
        return grid


net = Net()
result = net(Tensor(np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)))
