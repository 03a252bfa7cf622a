"""The flag is named."""

import numpy as np
import mindspore as ms
from mindspore import Tensor, nn, ops


class Head(nn.Cell):
    def __init__(self, bias=False):
        super().__init__()
        self.fc = nn.Dense(8, 4, has_bias=bias)

    def construct(self, x):
        return self.fc(x)


result = len(Head().trainable_params())
