"""Parts of a tensor are changed, ported from PyTorch."""

import numpy as np
from mindspore import Tensor

x = Tensor(np.arange(8, dtype=np.float32).reshape(2, 4))
x[0] += 1
x = x * 2
x -= 1
x[:, 2:] /= 4
result = x
