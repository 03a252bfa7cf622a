"""The operator object takes the shape when it is called, and did not get one."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(6, dtype=np.float32))
rows = ops.Reshape()(x)  # expect: MSL201
result = rows.sum(1)
