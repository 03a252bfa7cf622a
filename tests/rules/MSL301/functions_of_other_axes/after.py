"""One number an axis, with the mode."""

import mindspore as ms
import numpy as np
from mindspore import ops

signal = ms.Tensor(np.arange(6, dtype=np.float32).reshape(1, 1, 6))
volume = ms.Tensor(np.arange(27, dtype=np.float32).reshape(1, 1, 3, 3, 3))
result = (
    ops.conv1d(signal, ms.Tensor(np.ones((1, 1, 3), np.float32)), pad_mode='pad', padding=(1,)),
    ops.conv3d(volume, ms.Tensor(np.ones((1, 1, 3, 3, 3), np.float32)), pad_mode='pad', padding=(1, 1, 0)),
)
