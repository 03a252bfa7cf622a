"""MindSpore's keywords; what is taken out of a dict, or asked for first, is not judged."""

import mindspore as ms
import numpy as np
from mindspore import nn

IS_NEW = ms.__version__ >= "1.8"
options = {"group": 2, "has_bias": False, "weight_init": "ones"}


def leaky(slope):
    if not IS_NEW:
        return nn.LeakyReLU(negative_slope=slope)
    try:
        return nn.LeakyReLU(slope=slope)
    except TypeError:
        return nn.LeakyReLU(alpha=slope)


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = leaky(0.1)
        self.conv = nn.Conv2d(4, 4, 3, pad_mode="pad", padding=1, **options)

    def construct(self, x):
        return self.conv(self.act(x))


result = Block()(ms.Tensor(np.arange(-32, 32, dtype=np.float32).reshape(1, 4, 4, 4)))
