"""A shape that comes from a tensor."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops


class Net(nn.Cell):
    def construct(self, x, size):
        count = size.astype(ms.int32)
        return ops.ones((int(count), 2), ms.float32) * x


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)), Tensor(3, ms.int32))
