"""Names: deleted, bound in an expression, imported inside."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops
import math


class Net(nn.Cell):

    def construct(self, x):

        count = x.shape[0]
        if count > 1:
            x = x / count
        scale = math.sqrt(4.0)
        x = x * scale
        return x


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
