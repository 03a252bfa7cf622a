"""It is left out."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Fire(nn.Cell):
    def __init__(self):
        super().__init__()
        self.pool = nn.MaxPool2d(kernel_size=3, stride=2, pad_mode="pad", ceil_mode=True)

    def construct(self, x):
        return self.pool(x)


result = Fire()(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
