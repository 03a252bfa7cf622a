"""Top, bottom, left, right."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
layer = nn.Conv2d(1, 2, (3, 5), pad_mode='pad', padding=(1, 1, 2, 2), weight_init='ones')
result = layer(images)
