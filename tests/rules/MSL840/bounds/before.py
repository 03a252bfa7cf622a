"""The share in the place of the rate."""

import mindspore as ms
from mindspore import Tensor, nn

schedule = nn.CosineDecayLR(0.1, 0.01, 1000)  # expect: MSL840 (no fix)
result = [float(schedule(Tensor(step, ms.int32))) for step in (0, 1000)]
