"""Only with `is_stair`."""

import mindspore as ms
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        return x


schedule = nn.NaturalExpDecayLR(0.1, 0.5, 10)  # expect: MSL840 (no fix)
result = float(schedule(Tensor(10, ms.int32)))
