"""A Cell that returns what is to be collected."""

import numpy as np
from mindspore import Tensor, nn

SEEN = []


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU()

    def construct(self, x):
        return self.act(x)


net = Net()
output = net(Tensor(np.array([1.0, 2.0], np.float32)))
SEEN.append(1)
result = output, len(SEEN)
