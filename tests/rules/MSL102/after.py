"""`construct` is there; a helper, or a class that is no Cell, may well be called `forward`."""

import mindspore as ms
from mindspore import nn, ops


class Pipeline:
    """Runs its steps one after the other."""

    def __init__(self, *steps):
        self.steps = steps

    def forward(self, x):
        for step in self.steps:
            x = step(x)
        return x


class Gate(nn.Cell):
    def construct(self, x):
        return self.forward(x)

    def forward(self, x):
        return x * ops.sigmoid(x)


result = Pipeline(Gate()).forward(ms.Tensor([[-1.0, 0.0, 2.0]]))
