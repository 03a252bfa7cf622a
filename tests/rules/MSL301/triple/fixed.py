"""Three numbers, where six are wanted."""

import mindspore as ms
import numpy as np
from mindspore import nn

images = ms.Tensor(np.arange(120, dtype=np.float32).reshape(1, 1, 4, 5, 6))
layer = nn.Conv3d(1, 2, 3, pad_mode='pad', padding=(1, 1, 2, 2, 0, 0), weight_init='ones')
result = layer(images)
