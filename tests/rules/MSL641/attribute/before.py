"""Features that are collected on the Cell."""

import mindspore as ms
import numpy as np
from mindspore import nn


class Collector(nn.Cell):
    def __init__(self):
        super().__init__()
        self.features = []

    def construct(self, x):
        self.features.append(1)  # expect: MSL641 (no fix)
        return x * 2


collector = Collector()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
later = ms.Tensor(np.array([3.0, -4.0], np.float32))
outputs = collector(x), collector(later)
result = *outputs, len(collector.features)
