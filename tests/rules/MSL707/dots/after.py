"""`...` alone is the body of an abstract method, in an index it is an index."""

import mindspore as ms
from mindspore import nn


class Stage(nn.Cell):
    def build(self): ...

    def describe(self):
        """What the stage does."""
        ...


class Stages(Stage):
    def __init__(self):
        super().__init__()
        self.first = nn.ReLU()
        self.second = nn.ReLU6()
        self.third = nn.Sigmoid()

    def construct(self, x):
        return self.third(self.second(self.first(x)))[..., :]


result = Stages()(ms.Tensor([[-1.0, 1.0]]))
