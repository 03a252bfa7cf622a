"""A list that grows while it is looped over."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        values = [1, 2, 3]
        for value in values:
            if value == 1:
                values.append(10)  # expect: MSL622 (no fix)
            x = x + value
        return x


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
