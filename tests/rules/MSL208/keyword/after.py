"""By its place."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(6, dtype=np.float32))
result = ops.ones_like(x)
