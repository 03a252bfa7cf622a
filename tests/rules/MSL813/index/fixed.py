"""It comes as it is: the index takes its first row."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        return x


x = Tensor(np.array([[1.0, 2.0], [3.0, 4.0]]), ms.float32)
y = Tensor(np.array([[5.0, 6.0], [7.0, 8.0]]), ms.float32)


def f(x, y):
    return (x * x * y).sum()


result = ms.grad(f)(x, y)
