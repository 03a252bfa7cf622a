"""Elements over a limit are doubled, rows scaled, and others taken over."""

import numpy as np
from mindspore import Tensor, nn, ops


class Net(nn.Cell):
    def construct(self, x):
        y = x * 1
        y[y > 2] *= 2  # expect: MSL511
        small = (y > 0) & (y < 3)
        y[small] = ops.exp(y[small])  # expect: MSL511
        kept = ops.zeros_like(x)
        kept[x > 1] = x[x > 1]  # expect: MSL511 (no fix)
        rows = y[:, 0] > 2
        y[rows] += 1  # expect: MSL511 (no fix)
        return y, kept


result = Net()(Tensor(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], np.float32)))
