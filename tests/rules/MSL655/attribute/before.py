"""A layer that is made at the first call."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = None

    def construct(self, x):
        if self.act is None:
            self.act = nn.ReLU()  # expect: MSL655
        return self.act(x)


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
