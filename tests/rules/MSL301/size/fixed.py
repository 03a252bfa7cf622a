"""The padding, without the mode that takes it."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
layer = nn.Conv2d(1, 2, 3, padding=1, weight_init='ones', pad_mode="pad")
result = layer(images)
