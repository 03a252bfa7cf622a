"""Not a port of anything in sight."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Detector(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 1, 3)

    def construct(self, x):
        x = self.conv(x)
        return x


result = Detector()(ms.Tensor(np.arange(144, dtype=np.float32).reshape(1, 1, 12, 12)))
