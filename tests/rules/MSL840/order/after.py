"""In order."""

import mindspore as ms
from mindspore import Tensor, nn

schedule = nn.ExponentialDecayLR(0.1, decay_rate=0.5, decay_steps=5)
result = [float(schedule(Tensor(step, ms.int32))) for step in (0, 5, 10)]
