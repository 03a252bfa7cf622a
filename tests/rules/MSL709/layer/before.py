"""One of the three last convolutions has another kernel. No shape tells."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Branches(nn.Cell):
    def __init__(self):
        super().__init__()
        self.branch1_out1 = nn.Conv2d(1, 1, 3, weight_init="ones")
        self.branch2_out1 = nn.Conv2d(1, 1, 3, weight_init="ones")
        self.branch3_out1 = nn.Conv2d(1, 1, 3, weight_init="ones")
        self.branch1_out3 = nn.Conv2d(1, 1, 5, weight_init="ones")  # expect: MSL709
        self.branch2_out3 = nn.Conv2d(1, 1, 1, weight_init="ones")
        self.branch3_out3 = nn.Conv2d(1, 1, 1, weight_init="ones")

    def construct(self, x):
        first = self.branch1_out3(self.branch1_out1(x))
        second = self.branch2_out3(self.branch2_out1(x))
        third = self.branch3_out3(self.branch3_out1(x))
        return first + second + third


result = Branches()(ms.Tensor(np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3)))
