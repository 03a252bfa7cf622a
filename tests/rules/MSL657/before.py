"""A lambda as a hook."""

import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU()
        self.act.register_forward_hook(lambda cell, inputs, output: output * 2)  # expect: MSL657

    def construct(self, x):
        return self.act(x)


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
