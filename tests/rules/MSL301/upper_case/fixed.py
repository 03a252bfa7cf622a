"""The word in upper case, as tf.nn has it."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
layer = nn.Conv2d(1, 2, 3, pad_mode="same", weight_init='ones')
result = layer(images)
