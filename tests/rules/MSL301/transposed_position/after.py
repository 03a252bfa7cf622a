"""By name."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(6, dtype=np.float32).reshape(1, 1, 6))
layer = nn.Conv1dTranspose(1, 2, 4, 2, pad_mode='pad', padding=1, weight_init='ones')
result = layer(images)
