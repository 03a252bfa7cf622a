"""A skeleton: the layer is named, its sizes are still to come."""

import mindspore as ms
from mindspore import nn


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = nn.Dense(weight_init="ones")  # expect: MSL201

    def construct(self, x):
        return self.fc(x)


result = Head()(ms.Tensor([[1.0, 2.0, 3.0]]))
