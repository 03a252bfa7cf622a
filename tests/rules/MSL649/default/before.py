"""Lambdas that keep their number as a default."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def construct(self, x):
        heads = [lambda y, i=i: y * i for i in range(3)]  # expect: MSL649
        return heads[0](x), heads[2](x)


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
