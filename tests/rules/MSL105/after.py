"""The argument is left out."""

import mindspore as ms
from mindspore import nn


class Block(nn.Cell):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 1, 1, weight_init="ones")
        self.relu = nn.ReLU()

    def construct(self, x):
        return self.relu(self.conv(x))


result = Block()(ms.Tensor([[[[-1.0, 2.0], [3.0, -4.0]]]]))
