"""Values chosen by a mask."""

import numpy as np
from mindspore import Tensor, nn, ops


class Net(nn.Cell):
    def construct(self, x):
        return sum([value for value in ops.where(x > 1, x, ops.zeros_like(x))])


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
