"""The keyword of today; the old one stays for the old version."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))


def pad_old(x):
    return ops.pad(x, paddings=((0, 0), (1, 1)))


def pad_new(x):
    return ops.pad(x, padding=(1, 1))


if ms.__version__ < "2":
    pad = pad_old
else:
    pad = pad_new
result = pad(x)
