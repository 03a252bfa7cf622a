"""The padding without its mode, and with both sides counted."""

import mindspore as ms
import numpy as np
from mindspore import ops


def line(signal):
    return ops.conv1d(signal, ms.Tensor(np.ones((1, 1, 3), np.float32)), padding=1, pad_mode="pad")


def pair(signal):
    weight = ms.Tensor(np.ones((1, 1, 3), np.float32))
    return ops.conv1d(signal, weight, pad_mode='pad', padding=1)


def cube(volume):
    weight = ms.Tensor(np.ones((1, 1, 3, 3, 3), np.float32))
    return ops.conv3d(volume, weight, pad_mode='pad', padding=(1, 1, 0))


signal = ms.Tensor(np.arange(6, dtype=np.float32).reshape(1, 1, 6))
volume = ms.Tensor(np.arange(27, dtype=np.float32).reshape(1, 1, 3, 3, 3))
result = (line(signal), cube(volume))
