"""The number lands on pad_mode."""

import mindspore as ms
import numpy as np
from mindspore import nn

layer = nn.MaxPool2d(3, 2, pad_mode="pad", padding=1)
result = layer(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
