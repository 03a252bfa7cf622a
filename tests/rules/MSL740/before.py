"""Max pooling whose class is made by position: stride and dilation changed places in the signature."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Window(nn.Cell):
    def __init__(self, size, dilation=1, stride=1):  # expect: MSL740
        super().__init__()
        self.pool = nn.MaxPool2d(size, stride, pad_mode="pad", dilation=dilation)

    def construct(self, x):
        return self.pool(x)


images = ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8))
result = Window(2, 2, 1)(images)
