"""A hook that collects what it sees."""

import numpy as np
from mindspore import Tensor, nn

SEEN = []


def collect(cell, inputs, output):
    SEEN.append(1)  # expect: MSL641 (no fix)
    return output


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU()
        self.act.register_forward_hook(collect)

    def construct(self, x):
        return self.act(x)


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32))), len(SEEN)
