"""The rate that is left."""

import mindspore as ms
from mindspore import Tensor, nn

schedule = nn.CosineDecayLR(0.1 * 0.01, 0.01, 1000)
result = [float(schedule(Tensor(step, ms.int32))) for step in (0, 1000)]
