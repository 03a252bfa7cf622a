"""None for what is not given."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x, bias=None):
        if bias is None:
            return x
        return x + bias


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
