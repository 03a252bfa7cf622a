"""The operators for the fold were made, the fold was not written."""

import mindspore as ms
from mindspore import nn, ops


class Fold(nn.Cell):
    def __init__(self):
        super().__init__()
        self.reshape = ops.Reshape()  # expect: MSL702
        self.reduce_sum = ops.ReduceSum()  # expect: MSL702

    def construct(self, x):
        return x


result = Fold()(ms.Tensor([[1.0, 2.0, 3.0, 4.0]]))
