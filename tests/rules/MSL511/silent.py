"""Assignments by masks and slices that are the same in the graph."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        y = x * 1
        y[y > 5] = 0
        y[y > 4] = y.mean()
        rows = y[:, 0] > 2
        y[rows] = 7
        y[rows, 0] *= 2
        y[:, x[0] > 1] *= 3
        y[0] += 1
        y[:, 0] *= 2
        y[1:] = y[:1] * 2
        return y


result = Net()(Tensor(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], np.float32)))
