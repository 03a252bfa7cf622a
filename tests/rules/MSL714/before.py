"""The mask is a Parameter like the others."""

import mindspore as ms
import numpy as np
from mindspore import Parameter, Tensor, nn


class Masked(nn.Cell):
    def __init__(self):
        super().__init__()
        self.mask = Parameter(Tensor(np.ones(3), ms.float32), name="mask")  # expect: MSL714
        self.scale = Parameter(Tensor(np.ones(3), ms.float32), name="scale")

    def construct(self, x):
        return x * self.mask * self.scale


result = len(Masked().trainable_params())
