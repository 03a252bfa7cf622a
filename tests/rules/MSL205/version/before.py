"""The keyword that ops.pad had before MindSpore 2.0: `padding` is not missing, it is misnamed."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
result = ops.pad(x, paddings=((0, 0), (1, 1)))  # expect: MSL205 (no fix)
