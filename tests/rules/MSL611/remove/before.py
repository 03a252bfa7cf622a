"""An element that is taken out."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        heads = [1, 2, 3]
        heads.remove(2)  # expect: MSL611
        return x * len(heads)


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
