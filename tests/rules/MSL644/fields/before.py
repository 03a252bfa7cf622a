"""Results in the fields of objects."""

import collections
import dataclasses

import mindspore as ms
import numpy as np
from mindspore import nn

Pair = collections.namedtuple("Pair", ["left", "right"])


@dataclasses.dataclass
class Output:
    logits: object
    weight: object = 2.0


class Head(nn.Cell):
    def construct(self, x):
        return Output(logits=x * x)  # expect: MSL644


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.head = Head()

    def construct(self, x):
        output = self.head(x)
        pair = Pair(x, output.logits * output.weight)  # expect: MSL644
        return pair.left * pair.right


net = Net()
x = ms.Tensor(np.array([1.0, 2.0], np.float32))
result = net(x), ms.grad(net)(x)
