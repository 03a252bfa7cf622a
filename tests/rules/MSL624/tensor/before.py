"""A name that a tensor decides about."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        if x.sum() > 0:  # expect: MSL624
            scale = x + 1
        return x * scale


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
