"""Without it. An unpacked list may be empty, and `print` takes any number."""

import mindspore as ms
from mindspore import nn

nothing = ()


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.act = nn.ReLU6(*nothing)
        self.chain = nn.SequentialCell(self.act, nn.Identity(), nn.Identity())

    def construct(self, x):
        return self.chain(x)


result = Block()(ms.Tensor([[-1.0, 2.0, 9.0]]))
