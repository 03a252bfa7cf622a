"""An operator object, made with its own keyword and called with torch's."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
total = ops.ReduceSum(keep_dims=False)
result = total(x, dim=1)  # expect: MSL205
