"""The padding, with a mode that refuses it."""

import mindspore as ms
import numpy as np
from mindspore import nn

layer = nn.AvgPool2d(3, stride=2, pad_mode='valid', padding=1)  # expect: MSL303
result = layer(ms.Tensor(np.arange(64, dtype=np.float32).reshape(1, 1, 8, 8)))
