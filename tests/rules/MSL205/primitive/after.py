"""The operator object's own names."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
total = ops.ReduceSum(keep_dims=False)
result = total(x, axis=1)
