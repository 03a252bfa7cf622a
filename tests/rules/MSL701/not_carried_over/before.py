"""`construct` was carried over in full, `__init__` was not."""

import mindspore as ms
from mindspore import nn


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Dense(2, 2, weight_init="ones", has_bias=False)

    def construct(self, x):  # expect: MSL747
        return self.activation(self.hidden(x))  # expect: MSL701 (no fix)


result = Head()(ms.Tensor([[1.0, -3.0]]))
