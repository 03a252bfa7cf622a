"""A helper that returns a new list."""

import mindspore as ms
import numpy as np
from mindspore import nn


def with_scales(features, x):
    return features + [x * 2]


class Pyramid(nn.Cell):
    def construct(self, x):
        features = [x]
        features = with_scales(features, x)
        return features[-1]


x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = Pyramid()(x)
