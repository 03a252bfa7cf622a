"""The names of ops; those of torch are right in mint, and tensors take both."""

import mindspore as ms
import numpy as np
from mindspore import mint, ops

x = ms.Tensor(np.arange(6, dtype=np.float32).reshape(2, 3))
same = mint.cat((x, x), dim=1).sum(dim=1, keepdim=True) - 2 * x.sum(axis=1, keepdims=True)
result = ops.mean(x, axis=1, keep_dims=True) + same
