"""The keyword that ops.pad had before MindSpore 2.0, in code for 1.8 and later."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
result = ops.pad(x, paddings=((0, 0), (1, 1)))  # expect: MSL208 (no fix)
