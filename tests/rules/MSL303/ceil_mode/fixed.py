"""The layer takes it with one mode only."""

import mindspore as ms
import numpy as np
from mindspore import nn

layer = nn.MaxPool2d(3, 2, ceil_mode=True, pad_mode="pad")
result = layer(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
