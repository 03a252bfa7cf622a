"""MindSpore never calls `build`: there is no `scale`."""

import mindspore as ms
from mindspore import nn
from mindspore.common.initializer import initializer


class Scale(nn.Cell):
    def build(self, input_shape):  # expect: MSL114 (no fix)
        self.scale = ms.Parameter(initializer("ones", (input_shape[-1],)), name="scale")

    def construct(self, x):
        return x * self.scale


result = Scale()(ms.Tensor([[1.0, 2.0]]))
