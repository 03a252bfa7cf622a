"""The primitives call it pad, and want its mode, too."""

import mindspore as ms
import numpy as np
from mindspore import ops


def pair():
    return ops.Conv2D(1, 3, pad_mode='pad', pad=1)


def listed():
    return ops.Conv2D(1, 3, pad_mode='pad', pad=(1, 1, 1, 1))


def position():
    return ops.Conv2D(1, 3, 1, pad_mode='pad', pad=1)


def upper():
    return ops.Conv2D(1, 3, pad_mode='same')


def transposed():
    return ops.Conv2DTranspose(1, 3, pad=1, pad_mode='pad')


images = ms.Tensor(np.arange(36, dtype=np.float32).reshape(1, 1, 6, 6))
result = ops.Conv2D(1, 3, pad=1, pad_mode='pad')(images, ms.Tensor(np.ones((1, 1, 3, 3), np.float32)))
