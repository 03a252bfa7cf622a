"""Arguments and lists that are changed for the moment."""

import numpy as np
from mindspore import Tensor, nn


class Masked(nn.Cell):
    def __init__(self):
        super().__init__()
        self.scales = [1, 2, 4]

    def construct(self, x):
        x[0] = 0  # expect: MSL641
        scales = list(self.scales)
        last = scales.pop()  # expect: MSL641
        return x * last


net = Masked()
result = net(Tensor(np.array([1.0, 2.0], np.float32)))
