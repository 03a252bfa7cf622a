"""An exponential moving average of the features, kept in the Cell."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn, ops


class Ema(nn.Cell):
    def __init__(self, dim, decay=0.9):
        super().__init__()
        self.decay = decay
        self.average = ops.zeros((dim,), ms.float32)

    def construct(self, x):
        mean = x.mean(0)
        self.average = self.decay * self.average + (1 - self.decay) * mean
        return x - self.average


net = Ema(2)
x = Tensor(np.array([[1.0, 2.0], [3.0, 4.0]], np.float32))
result = net(x), net(x * 3), ms.grad(net)(x)
