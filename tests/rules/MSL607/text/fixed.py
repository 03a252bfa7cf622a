"""A name in quotes."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        return "{!r}".format('neck')


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
