"""Where two conditions differ, as numbers."""

import mindspore as ms
from mindspore import Tensor

x = Tensor([1.0, -2.0, 3.0])
y = Tensor([1.0, 2.0, -3.0])
count = 1 - (x > 0)
result = (x > 0).astype(ms.float32) - (y > 0).astype(ms.float32)
