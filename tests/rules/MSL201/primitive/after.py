"""Operator objects take no argument here and two there."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(6, dtype=np.float32))
reshape = ops.Reshape()
total = ops.ReduceSum()
result = total(reshape(x, (2, 3)), 1)
