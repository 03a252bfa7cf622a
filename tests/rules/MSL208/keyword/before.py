"""The keyword of the older ones, in code for 1.8 and later."""

import mindspore as ms
import numpy as np
from mindspore import ops

x = ms.Tensor(np.arange(6, dtype=np.float32))
result = ops.ones_like(input_x=x)  # expect: MSL208
