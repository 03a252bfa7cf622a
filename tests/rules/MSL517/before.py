"""A running mean that is kept in a Parameter, as torch keeps it in `.data`."""

import numpy as np
from mindspore import Parameter, Tensor, nn


class Mean(nn.Cell):
    def __init__(self):
        super().__init__()
        self.mean = Parameter(Tensor(np.zeros(2, np.float32)), requires_grad=False)

    def construct(self, x):
        self.mean.data = 0.9 * self.mean + 0.1 * x  # expect: MSL517
        return x - self.mean


mean = Mean()
y = mean(Tensor(np.array([1.0, 2.0], np.float32)))
result = y, mean.mean
