"""torch's keywords on a function of ops: one finding for both."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
result = ops.mean(x, axis=1, keep_dims=True)
