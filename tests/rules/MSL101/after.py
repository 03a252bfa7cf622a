"""Both are Cells; the plain Python class beside them needs no base."""

import mindspore as ms
from mindspore import nn


class Config:
    features = 3
    classes = 2


class Head(nn.Cell):
    def __init__(self, features, classes):
        super().__init__()
        self.fc = nn.Dense(features, classes, weight_init="ones", has_bias=False)

    def construct(self, x):
        return self.fc(x)


class Net(nn.Cell):
    def __init__(self, config):
        super().__init__()
        self.relu = nn.ReLU()
        self.head = Head(config.features, config.classes)

    def construct(self, x):
        return self.head(self.relu(x))


result = Net(Config())(ms.Tensor([[-1.0, 2.0, 3.0]]))
