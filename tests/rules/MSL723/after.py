"""A LayerNorm of twice the width, mended."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Net(nn.Cell):
    def __init__(self, width=8):
        super().__init__()
        self.embed = nn.Conv2d(3, width, 4, stride=4, pad_mode="valid", has_bias=True)
        self.norm = nn.LayerNorm((width,), epsilon=1e-5)

    def construct(self, x):
        x = self.embed(x).transpose(0, 2, 3, 1)
        return self.norm(x).shape


result = Net()(ms.Tensor(np.ones((2, 3, 16, 16), np.float32)))
