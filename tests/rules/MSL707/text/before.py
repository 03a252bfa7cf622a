"""A listing of a page, copied with its gaps."""

import mindspore as ms
from mindspore import nn


class Stages(nn.Cell):
    def __init__(self):
        super().__init__()
        self.first = nn.ReLU()
        """etc"""  # expect: MSL707

    def construct(self, x):  # expect: MSL747
        x = self.first(x)
        """..."""  # expect: MSL707
        return x


result = Stages()(ms.Tensor([[-1.0, 1.0]]))
