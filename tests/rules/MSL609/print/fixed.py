"""A line with a separator of its own."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        print("mean", x.mean())
        return x * 2


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
