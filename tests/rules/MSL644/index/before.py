"""Items of a list that a tensor chooses."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x, index):
        scales = [10.0, 20.0]
        parts = [x, x * 3]
        chosen = x * scales[index]  # expect: MSL644
        return chosen * x + parts[index] * parts[1]  # expect: MSL644


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
index = ms.Tensor(1)
result = net(x, index), ms.grad(net)(x, index)
