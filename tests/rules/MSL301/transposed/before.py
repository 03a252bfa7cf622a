"""The padding, without the mode that takes it."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
layer = nn.Conv2dTranspose(1, 2, 3, 2, padding=1, output_padding=1, weight_init='ones')  # expect: MSL301
result = layer(images)
