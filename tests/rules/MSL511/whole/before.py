"""Elements that a mask of the whole tensor chooses."""

import numpy as np
from mindspore import Tensor, nn, ops


class Net(nn.Cell):
    def construct(self, x):
        y = x * 1
        y[y > 2] *= 2  # expect: MSL511
        small = (y > 0) & (y < 3)
        y[small] = ops.exp(y[small])  # expect: MSL511
        return y


result = Net()(Tensor(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], np.float32)))
