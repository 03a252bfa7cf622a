"""A Cell of one's own may take `inplace`, and do nothing with it."""

import mindspore as ms
from mindspore import nn


class Activation(nn.Cell):
    """Keeps the parameter for its callers."""

    def __init__(self, inplace=False):
        super().__init__()
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(x)


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 1, 1, weight_init="ones")
        self.relu = Activation(inplace=True)

    def construct(self, x):
        return self.relu(self.conv(x))


result = Block()(ms.Tensor([[[[-1.0, 2.0], [3.0, -4.0]]]]))
