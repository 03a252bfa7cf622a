"""Lines that are written in construct."""

import pprint
import sys

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        print(1)
        print("forward")
        return x + 1


net = Net()
result = net(ms.Tensor(np.array([1.0, 2.0], np.float32)))
