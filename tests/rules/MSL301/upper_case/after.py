"""In lower case; pooling takes either."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
pool = nn.MaxPool2d(3, 2, pad_mode='SAME')(images)
layer = nn.Conv2d(1, 2, 3, pad_mode='same', weight_init='ones')
result = layer(images)
