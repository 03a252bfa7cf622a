"""Called with the step; in training the optimizer does that."""

import mindspore as ms
from mindspore import nn

schedule = nn.CosineDecayLR(0.0, 0.1, 4)
result = schedule(ms.Tensor(2, ms.int32)).reshape(1)
