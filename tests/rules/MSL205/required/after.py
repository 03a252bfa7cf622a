"""MindSpore's names; torch's are fine on a function of one's own."""

import mindspore as ms
from mindspore import nn


def linear(in_features, out_features):
    return nn.Dense(in_channels=in_features, out_channels=out_features, weight_init="ones", has_bias=False)


class Head(nn.Cell):
    def __init__(self):
        super().__init__()
        self.fc = linear(in_features=3, out_features=2)

    def construct(self, x):
        return self.fc(x)


result = Head()(ms.Tensor([[1.0, 2.0, 3.0]]))
