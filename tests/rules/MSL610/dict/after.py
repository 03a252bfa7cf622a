"""Two names of one dict, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        options = {"scale": 1}
        options["scale"] = 50
        return x * options["scale"]


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
