"""Attributes that are set in every other way."""

import mindspore as ms
from mindspore import nn, ops


class Base(nn.Cell):
    slope = 0.5

    def __init__(self):
        super().__init__()
        self.build()

    def build(self):
        self.relu = nn.ReLU()
        setattr(self, "bias", 1.0)
        self.insert_child_to_cell("identity", nn.Identity())

    @property
    def gain(self):
        return 2.0


class Template(Base):
    """`act` is set by the classes below it."""

    def construct(self, x):
        x = self.act(self.relu(self.identity(x)))
        if self.training:
            return x
        return self.gain * x * self.slope + self.bias + self.offset


class Net(Template):
    def __init__(self):
        super().__init__()
        self.act = ops.Abs()


net = Net()
net.offset = 0.25
result = net(ms.Tensor([[-1.0, 2.0, 3.0]]))
