"""The mode with it; one number an axis, in a tuple or a list."""

import mindspore as ms
import numpy as np
from mindspore import ops

images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
weight = ms.Tensor(np.ones((1, 1, 3, 3), np.float32))
bias = ms.Tensor(np.ones(1, np.float32))
first = ops.conv2d(images, weight, bias, 1, 'pad', 1)
same = ops.conv2d(images, weight, bias, 1, 'same')
nothing = ops.conv2d(images, weight, padding=(0, 0))
listed = ops.conv2d(first, weight, pad_mode='pad', padding=[1, 0])
result = ops.conv2d(first, weight, pad_mode='pad', padding=(1, 0))
