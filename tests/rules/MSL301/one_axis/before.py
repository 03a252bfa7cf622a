"""This layer takes a number only."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(8, dtype=np.float32).reshape(1, 1, 8))
layer = nn.Conv1d(1, 2, 3, pad_mode='pad', padding=(1,), weight_init='ones')  # expect: MSL301
result = layer(images)
