"""The same Cell with its colon."""

import mindspore as ms
from mindspore import nn


class Head(nn.Cell):
    def __init__(self, features):
        super().__init__()
        self.fc = nn.Dense(features, 10)

    def construct(self, x):
        return self.fc(x)


result = Head(64)(ms.ops.ones((1, 64)))
