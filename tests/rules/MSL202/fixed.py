"""The argument came along, and MindSpore has no place for it."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU6()

    def construct(self, x):
        return self.act(x)


result = Block()(ms.Tensor([[-1.0, 2.0, 9.0]]))
