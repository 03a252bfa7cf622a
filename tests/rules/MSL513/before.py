"""Parts of a tensor are changed, ported from PyTorch."""

import numpy as np
from mindspore import Tensor, ops

x = Tensor(np.arange(8, dtype=np.float32).reshape(2, 4))
first = x[0]
first += 1  # expect: MSL513 (no fix)
flat = x.view(-1)
flat *= 2  # expect: MSL513 (no fix)
for row in x:
    row -= 1  # expect: MSL513 (no fix)
last = ops.transpose(x[:, 2:], (1, 0))
last /= 4  # expect: MSL513 (no fix)
result = x
