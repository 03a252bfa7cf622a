"""The number of features is a parameter. A `build` that is called is fine."""

import mindspore as ms
from mindspore import nn
from mindspore.common.initializer import initializer


class Scale(nn.Cell):
    def __init__(self, features):
        super().__init__()
        self.build((features,))

    def build(self, input_shape):
        self.scale = ms.Parameter(initializer("ones", (input_shape[-1],)), name="scale")

    def construct(self, x):
        return x * self.scale


result = Scale(2)(ms.Tensor([[1.0, 2.0]]))
