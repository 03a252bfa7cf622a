"""One of the three has another kernel. No shape tells."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Branches(nn.Cell):
    def __init__(self):
        super().__init__()
        self.branch1_out3 = nn.Conv2d(1, 1, 5, weight_init="ones")  # expect: MSL709
        self.branch2_out3 = nn.Conv2d(1, 1, 1, weight_init="ones")
        self.branch3_out3 = nn.Conv2d(1, 1, 1, weight_init="ones")

    def construct(self, x):
        return self.branch1_out3(x) + self.branch2_out3(x) + self.branch3_out3(x)


result = Branches()(ms.Tensor(np.arange(9, dtype=np.float32).reshape(1, 1, 3, 3)))
