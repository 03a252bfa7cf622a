"""A rate has to be a `float`."""

import mindspore as ms
from mindspore import Tensor, nn

schedule = nn.CosineDecayLR(0.0, 1.0, 1000)
result = float(schedule(Tensor(0, ms.int32)))
