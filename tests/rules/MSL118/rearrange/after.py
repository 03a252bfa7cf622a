"""The axes taken apart and permuted."""

import mindspore as ms
from mindspore import ops

x = ops.arange(12).astype(ms.float32).reshape(1, 2, 6)
result = x.reshape(1, 2, 3, 2).permute(0, 2, 1, 3)
