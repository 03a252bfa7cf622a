"""One norm; a single tensor has its own anyway."""

import mindspore as ms
from mindspore import Tensor, nn, ops


class Net(nn.Cell):
    def construct(self, x):
        return x


gradients = (Tensor([3.0, 4.0], ms.float32), Tensor([6.0, 8.0], ms.float32))

gradients = ops.clip_by_global_norm(gradients, 1.0)
activation = ops.clip_by_norm(ops.ones(2), 1.0)
result = list(gradients)
