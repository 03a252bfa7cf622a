"""Two gradients."""

import mindspore as ms
from mindspore import Tensor, ops

gradients = (Tensor([3.0, 4.0], ms.float32), Tensor([6.0, 8.0], ms.float32))
gradients = ops.clip_by_global_norm(gradients, 1.0)
result = list(gradients)
