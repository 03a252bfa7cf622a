"""Two layers for two values."""

import mindspore as ms
import numpy as np
from mindspore import nn
from mindspore.common.initializer import Constant


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.size = nn.Dense(2, 1, weight_init=Constant(0.5), has_bias=False)
        self.angle = nn.Dense(2, 1, weight_init=Constant(0.5), has_bias=False)

    def construct(self, x):
        size, angle = self.size(x), self.angle(x)
        return size + 10 * angle


result = Head()(ms.Tensor(np.arange(4, dtype=np.float32).reshape(2, 2)))
