"""That mode. The average takes it with any."""

import mindspore as ms
import numpy as np
from mindspore import nn

average = nn.AvgPool2d(3, 2, ceil_mode=True)
layer = nn.MaxPool2d(3, 2, pad_mode='pad', ceil_mode=True)
result = layer(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
