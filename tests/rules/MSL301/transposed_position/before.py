"""The number lands on pad_mode."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(6, dtype=np.float32).reshape(1, 1, 6))
layer = nn.Conv1dTranspose(1, 2, 4, 2, 1, weight_init='ones')  # expect: MSL301
result = layer(images)
