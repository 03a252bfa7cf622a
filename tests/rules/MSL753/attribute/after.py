"""A Cell runs its layers one after the other, under the same names."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(3, 2, weight_init=0.5, bias_init=0.5)
        self.act = nn.ReLU()

    def construct(self, x):
        return self.act(self.fc(x))


result = Block()(ms.Tensor(np.arange(-3, 3, dtype=np.float32).reshape(2, 3)))
