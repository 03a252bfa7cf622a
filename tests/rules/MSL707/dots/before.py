"""The dots stand for two stages that nobody wrote."""

import mindspore as ms
from mindspore import nn


class Stages(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = nn.ReLU()

    def construct(self, x):  # expect: MSL747
        x = self.first(x)
        ...  # expect: MSL707
        return x


result = Stages()(ms.Tensor([[-1.0, 1.0]]))
