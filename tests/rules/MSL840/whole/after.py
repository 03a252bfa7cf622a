"""It is one."""

import mindspore as ms
from mindspore import Tensor, nn

schedule = nn.CosineDecayLR(0.0, 1.0, 1000)
rates = nn.cosine_decay_lr(0.0, 0.1, 1000, 100, 10)
result = float(schedule(Tensor(0, ms.int32)))
