"""A layer that clips by default from 0 to 2: the default is another one."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops


class Clip(nn.Cell):
    def __init__(self, low=0.0, high=1.0, momentum=0.9):  # expect: MSL742
        super().__init__()
        self.low = low
        self.high = high
        self.norm = nn.BatchNorm1d(3, momentum=momentum)

    def construct(self, x):
        return ops.clamp(self.norm(x), self.low, self.high)


result = Clip().set_train(False)(ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3)))
