"""The activation is there, and what a Cell has of its own needs no assignment."""

import mindspore as ms
from mindspore import nn


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.hidden = nn.Dense(2, 2, weight_init="ones", has_bias=False)
        self.activation = nn.ReLU()

    def construct(self, x):
        return self.activation(self.hidden(x))

    def describe(self):
        return f"{self.cls_name}: {len(self.trainable_params())} parameters, training {self.training}"


result = Head()(ms.Tensor([[1.0, -3.0]]))
