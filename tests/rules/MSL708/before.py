"""The mean is computed, and the line that takes it away is missing."""

import mindspore as ms
from mindspore import nn


class Center(nn.Cell):
    def construct(self, x):
        mean = x.mean(1, keep_dims=True)  # expect: MSL708
        return x


result = Center()(ms.Tensor([[1.0, 2.0, 6.0]]))
