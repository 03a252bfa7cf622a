"""A mode that is compared with is."""

import enum

import mindspore as ms
import numpy as np
from mindspore import nn


class Mode(enum.Enum):
    TRAIN = 1
    PREDICT = 2


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.mode = Mode.PREDICT

    def construct(self, x):
        if self.mode == Mode.PREDICT:
            return x + 1
        return x


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Net()(x)
