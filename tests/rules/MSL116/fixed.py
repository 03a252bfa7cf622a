"""`construct` lost the argument, the calls kept it."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(p=0.5)

    def construct(self, x):
        return self.drop(x) * 2.0


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.block = Block()

    def construct(self, x):
        return self.block(x)


result = Net()(ms.Tensor([1.0, 2.0]))
