"""The mode with it; a padding of nothing needs none."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
nothing = nn.Conv2d(1, 2, 3, padding=0)
four = nn.Conv2d(1, 2, 3, pad_mode='pad', padding=(0, 1, 2, 0))
layer = nn.Conv2d(1, 2, 3, pad_mode='pad', padding=1, weight_init='ones')
result = layer(images)
