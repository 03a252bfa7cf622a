"""Values chosen one by one."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        return sum([value for value in x if value > 1])  # expect: MSL621


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
