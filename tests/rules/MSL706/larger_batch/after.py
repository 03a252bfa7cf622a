"""Split along the features. A shape, and a tuple of two outputs, may be unpacked."""

import mindspore as ms
import numpy as np
from mindspore import nn, ops
from mindspore.common.initializer import Constant


class Both(nn.Cell):
    """Gives two tensors."""

    def construct(self, x):
        rows, columns = x.shape
        return x.reshape(rows, columns), x


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(2, 2, weight_init=Constant(0.5), has_bias=False)
        self.both = Both()

    def construct(self, x):
        first, _ = self.both(x)
        size, angle = ops.split(self.fc(first), 1, axis=1)
        return size + 10 * angle


result = Head()(ms.Tensor(np.arange(6, dtype=np.float32).reshape(3, 2)))
