"""A norm for each."""

import mindspore as ms
from mindspore import Tensor, nn


class Net(nn.Cell):
    def construct(self, x):
        return x


gradients = (Tensor([3.0, 4.0], ms.float32), Tensor([6.0, 8.0], ms.float32))

clip = nn.ClipByNorm()  # expect: MSL209
gradients = [clip(g, Tensor(1.0, ms.float32)) for g in gradients]  # expect: MSL826
result = gradients
