"""The nought lands on pad_mode."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
layer = nn.Conv2d(1, 2, 3, 2, pad_mode="valid", weight_init='ones')
result = layer(images)
