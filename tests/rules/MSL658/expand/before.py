"""A tensor expanded."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        return x.expand((3, 2))  # expect: MSL658


net = Net()
result = net(Tensor(np.array([[1.0, 2.0]], np.float32)))
