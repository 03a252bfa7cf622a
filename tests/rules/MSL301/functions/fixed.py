"""The padding lands on pad_mode, or has no mode that takes it, or counts both sides."""

import mindspore as ms
import numpy as np
from mindspore import ops

images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
weight = ms.Tensor(np.ones((1, 1, 3, 3), np.float32))
bias = ms.Tensor(np.ones(1, np.float32))


def second(first):
    return ops.conv2d(first, weight, padding=(1, 0), pad_mode="pad")


def third(first):
    return ops.conv2d(first, weight, pad_mode='pad', padding=(1, 0))


first = ops.conv2d(images, weight, bias, 1, pad_mode="pad", padding=1)
result = second(first)
