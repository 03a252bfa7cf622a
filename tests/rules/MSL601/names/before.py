"""Names: deleted, bound in an expression, imported inside."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Net(nn.Cell):

    def construct(self, x):
        import math  # expect: MSL601

        if (count := x.shape[0]) > 1:  # expect: MSL601
            x = x / count
        scale = math.sqrt(4.0)
        x = x * scale
        del scale  # expect: MSL601
        return x


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x)
