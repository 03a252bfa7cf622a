"""An object that marks what is not given."""

import numpy as np
from mindspore import Tensor, nn

MISSING = "<MISSING>"


class Net(nn.Cell):
    def construct(self, x, bias=MISSING):
        if bias is MISSING:
            return x
        return x + bias


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
