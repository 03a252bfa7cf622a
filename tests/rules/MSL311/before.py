"""The flag lands on `weight_init`: all weights are 0, and there is a bias."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops


class Head(nn.Cell):
    def __init__(self, bias=False):
        super().__init__()
        self.fc = nn.Dense(8, 4, bias)  # expect: MSL311

    def construct(self, x):
        return self.fc(x)


result = len(Head().trainable_params())
