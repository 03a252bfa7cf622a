"""The mode is a state of the Cells. A `construct` may have a parameter of that name."""

import mindspore as ms
from mindspore import nn


class Scale(nn.Cell):
    def construct(self, x, training=False):
        return x if training else x * 1.0


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(p=0.5)
        self.scale = Scale()

    def construct(self, x):
        return self.scale(self.drop(x), training=False) * 2.0


class Net(nn.Cell):
    def __init__(self):
        super().__init__()
        self.block = Block()

    def construct(self, x):
        return self.block(x)


net = Net()
net.set_train(False)
result = net(ms.Tensor([1.0, 2.0]))
