"""Elements that a mask of the whole tensor chooses."""

import numpy as np
from mindspore import Tensor, nn, ops


class Net(nn.Cell):
    def construct(self, x):
        y = x * 1
        y = ops.where(y > 2, y * 2, y)
        small = (y > 0) & (y < 3)
        y = ops.where(small, ops.exp(y), y)
        return y


result = Net()(Tensor(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], np.float32)))
