"""A test in place of an exception."""

import mindspore as ms
import numpy as np
from mindspore import Tensor, nn


@ms.jit_class
class Scope:
    def __enter__(self):
        return 1

    def __exit__(self, kind, error, trace):
        pass


class Net(nn.Cell):
    def construct(self, x):
        with Scope():
            x = x + 1
        return x


net = Net()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
