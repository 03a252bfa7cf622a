"""The rate is divided."""

import mindspore as ms
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        return x


schedule = nn.NaturalExpDecayLR(0.1, 0.5 / 10, 1)
divided = nn.NaturalExpDecayLR(0.1, 0.5 / 10, 10)  # without stairs the steps do not count
result = float(schedule(Tensor(10, ms.int32)))
