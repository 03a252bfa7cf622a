"""Two levels of classes that call super with its arguments."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Base(nn.Cell):
    def construct(self, x):
        return x + 1


class Middle(Base):
    def construct(self, x):
        return super(Middle, self).construct(x) * 10


class Net(Middle):
    def construct(self, x):
        return super().construct(x) + 5


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
