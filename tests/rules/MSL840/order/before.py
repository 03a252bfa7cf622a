"""The rate, then the steps: it grows."""

import mindspore as ms
from mindspore import Tensor, nn

schedule = nn.ExponentialDecayLR(0.1, 5.0, 1)  # expect: MSL840 (no fix)
result = [float(schedule(Tensor(step, ms.int32))) for step in (0, 5, 10)]
