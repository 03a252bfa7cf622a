"""Its shape."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops


class Shape(nn.Cell):
    def construct(self, x):
        return x.shape


result = Shape()(Tensor(np.ones((2, 3)), ms.float32))
