"""The same average in a Parameter."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn, ops


class Ema(nn.Cell):
    def __init__(self, dim, decay=0.9):
        super().__init__()
        self.decay = decay
        self.average = Parameter(ops.zeros((dim,), ms.float32), name="average", requires_grad=False)

    def construct(self, x):
        mean = x.mean(0)
        ops.assign(self.average, self.decay * self.average + (1 - self.decay) * mean)
        return x - self.average


net = Ema(2)
x = Tensor(np.array([[1.0, 2.0], [3.0, 4.0]], np.float32))
result = net(x), net(x * 3), net(x * 5)
