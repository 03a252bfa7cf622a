"""With the mode. The third parameter is a mode of another kind; the transposed one takes upper case."""

import mindspore as ms
import numpy as np
from mindspore import ops

images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
weight = ms.Tensor(np.ones((1, 1, 3, 3), np.float32))
four = ops.Conv2D(1, 3, 1, 'pad', (1, 1, 1, 1))
upper = ops.Conv2DTranspose(1, 3, pad_mode='SAME')
result = ops.Conv2D(1, 3, pad_mode='pad', pad=1)(images, weight)
