"""New tensors under names of their own, ported from PyTorch."""

import numpy as np
from mindspore import Tensor, ops

x = Tensor(np.arange(8, dtype=np.float32).reshape(2, 4))
chosen = x[x > 2]
chosen += 1  # a copy in torch too
first = x[0] * 1
first += 1
total = x + first
queries = total[0]
queries *= 0.5  # `total` is not read again
out = ops.relu(queries)
out += queries
x = out
result = x
